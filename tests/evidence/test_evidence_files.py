"""Evidence is read from files within limits, and written so that the same evidence is the same file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made_up_evidence import evidence, number

from whichml import ProbeError
from whichml.knowledge import evidence_files
from whichml.knowledge.evidence_files import read_evidence, write_evidence
from whichml.model.statements.evidence import Evidence

ONE = evidence(number("one", "row-latency", 0.004))
OTHER = evidence(number("two", "row-latency", 0.02))


def changed(path: Path, name: str, **values: object) -> Path:
    """Write a copy of a file of evidence with other values, as somebody with an editor would."""
    copy = path.with_name(name)
    copy.write_text(json.dumps({**json.loads(path.read_text()), **values}))
    return copy


def refusal(path: Path) -> str:
    with pytest.raises(ProbeError) as refused:
        read_evidence(path)
    return str(refused.value)


def test_what_was_written_reads_back_as_the_same_evidence_in_the_order_of_ids(tmp_path: Path) -> None:
    for each in (ONE, OTHER):
        write_evidence(each, tmp_path / "runs")
    assert read_evidence(tmp_path / "runs") == tuple(sorted((ONE, OTHER), key=lambda e: e.id))


def test_a_file_bears_the_id_and_a_second_write_leaves_one_file(tmp_path: Path) -> None:
    first, second = write_evidence(ONE, tmp_path), write_evidence(ONE, tmp_path)
    assert first == second == tmp_path / f"evidence-{ONE.id}.json"
    assert [path.name for path in tmp_path.iterdir()] == [first.name]
    assert first.read_bytes() == ONE.to_json()


def test_the_day_is_no_part_of_the_id() -> None:
    assert evidence(measured_on="2026-11-25").id == evidence().id
    assert evidence(seed=1).id != evidence().id


def test_a_single_file_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    path = write_evidence(ONE, tmp_path).rename(tmp_path / "kept.json")
    assert read_evidence(path) == (ONE,)
    assert read_evidence(tmp_path) == ()


def test_the_same_evidence_under_two_names_counts_once(tmp_path: Path) -> None:
    path = write_evidence(ONE, tmp_path)
    (tmp_path / "evidence-copy.json").write_bytes(path.read_bytes())
    assert read_evidence(tmp_path) == (ONE,)


def test_every_broken_file_is_named_with_the_pointer(tmp_path: Path) -> None:
    path = write_evidence(ONE, tmp_path)
    changed(path, "evidence-a.json", seed="seven")
    changed(path, "evidence-b.json", measurements=[{"algorithm": "one"}])
    (tmp_path / "evidence-c.json").write_text('{"schema": ')
    told = refusal(tmp_path)
    assert "evidence-a.json /seed:" in told
    assert "evidence-b.json /measurements/0/value:" in told
    assert "evidence-c.json:1:11: this is no JSON" in told


@pytest.mark.parametrize("text", ["", "[]", "null", "[" * 100_000, '"\\ud800"', "\xff", '{"seed": 1e999}'])
def test_what_is_no_evidence_is_refused_with_the_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "evidence-x.json"
    path.write_bytes(text.encode("latin-1"))
    assert "evidence-x.json" in refusal(tmp_path)


def test_a_number_that_is_not_finite_is_refused(tmp_path: Path) -> None:
    path = write_evidence(ONE, tmp_path)
    path.with_name("evidence-x.json").write_text(path.read_text().replace("0.004", "NaN"))
    assert "evidence-x.json /measurements/0/value" in refusal(tmp_path)


def test_facts_that_have_no_canonical_form_are_refused(tmp_path: Path) -> None:
    path = write_evidence(ONE, tmp_path)
    told = json.loads(path.read_text())
    path.with_name("evidence-x.json").write_text(json.dumps({**told, "data": {**told["data"], "facts": {"n": 2**60}}}))
    assert "evidence-x.json /data/facts" in refusal(tmp_path)


def test_evidence_that_was_changed_after_it_was_written_is_refused(tmp_path: Path) -> None:
    path = write_evidence(ONE, tmp_path)
    path.write_text(path.read_text().replace("0.004", "0.001"))
    assert "it was changed after it was written" in refusal(tmp_path)


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_evidence(ONE, tmp_path)
    monkeypatch.setattr(evidence_files, "MOST_BYTES", 100)
    assert "too large" in refusal(tmp_path)


def test_a_folder_of_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for each in (ONE, OTHER):
        write_evidence(each, tmp_path)
    monkeypatch.setattr(evidence_files, "MOST_FILES", 1)
    assert "holds 2 files" in refusal(tmp_path)


def test_a_folder_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    assert "nowhere" in refusal(tmp_path / "nowhere")


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(ProbeError, match="No space left"):
        write_evidence(ONE, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ProbeError, match="cannot be written"):
        write_evidence(ONE, tmp_path / "file" / "below")


def test_ints_and_lists_of_facts_keep_the_id_through_a_file(tmp_path: Path) -> None:
    told: Evidence = evidence(facts={"data.rows": 500, "data.modality": ("tabular",), "data.minority_share": 0.5})
    assert [each.id for each in read_evidence(write_evidence(told, tmp_path))] == [told.id]


def test_how_columns_were_used_is_kept_and_evidence_that_says_nothing_of_it_keeps_its_id(tmp_path: Path) -> None:
    used = evidence(group="patient", order="day", dropped=("cost",))
    write_evidence(used, tmp_path)
    assert read_evidence(tmp_path) == (used,)
    assert evidence().id == "fd06cc10921d7082536078324bcadcd5"
    assert b'"group"' not in evidence().to_json()
