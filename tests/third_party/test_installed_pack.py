"""A rule pack that somebody else installs joins in: its rules, its facts and its sources, and nothing stays behind."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from by_night import by_night, only_by_night
from small_knowledge import ROOT
from whichml import Brief, KnowledgeBase, recommend
from whichml.export.decision_record import to_full_markdown
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Recommendation

pytestmark = pytest.mark.slow("builds a wheel of a pack, installs it and starts processes beside it")

HERE = Path(__file__).parent
PACKAGE = HERE / "model-risk-policy"
SOURCE = PACKAGE / "src" / "acme_bank_model_risk"
PACK = SOURCE / "acme-bank.yaml"
CREDIT = HERE / "credit-decision.yaml"
FRAUD = ROOT / "kb" / "facts" / "scenarios" / "credit-card-fraud.yaml"
N_RULES, N_CASES = 14, 43


@dataclass(frozen=True)
class House:
    """Where the package is installed, or None for a house that has not installed it."""

    site: Path | None

    def python(self, *arguments: str | Path, **environment: str) -> str:
        """Return what Python prints in this house."""
        outside = {name: value for name, value in os.environ.items() if not name.startswith("WHICHML")}
        paths = [*([self.site] if self.site else []), ROOT / "kb", ROOT / "server"]
        environment = {**outside, "PYTHONPATH": os.pathsep.join(map(str, paths)), **environment}
        done = subprocess.run(
            [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        return done.stdout

    def whichml(self, *arguments: str | Path, **environment: str) -> str:
        """Return what a command prints in this house."""
        return self.python("-m", "whichml.cli", *arguments, **environment)


@cache
def answer_in(house: House, brief: Path, *arguments: str | Path) -> dict[str, Any]:
    """Return the answer to a brief in a house; asked for once, and not to be changed."""
    found: dict[str, Any] = json.loads(house.whichml("recommend", brief, "--format", "json", *arguments))
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command: Sequence[str | Path] = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder]
    subprocess.run([*command, PACKAGE], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def bank(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    site = tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", site]
    subprocess.run([*pip, wheel], check=True, capture_output=True)
    return House(site)


@pytest.fixture(scope="module")
def elsewhere() -> House:
    return House(None)


@pytest.fixture(scope="module")
def credit(bank: House) -> dict[str, Any]:
    """Return the bank's answer to the brief about credit."""
    return answer_in(bank, CREDIT)


def nodes(answer: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    """Return the nodes of one kind in the answer's justification, by their ids without the kind."""
    found = (node for node in answer["justification"]["nodes"] if node["kind"] == kind)
    return {node["id"].partition(":")[2]: node for node in found}


def test_the_wheel_holds_the_pack_and_says_where_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {f"acme_bank_model_risk/{name}" for name in ("__init__.py", "acme-bank.yaml", "acme-bank.test.yaml")}
        assert held <= set(archive.namelist())
        (entry_points,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert "[whichml.rulepacks]\nacme-bank = acme_bank_model_risk" in archive.read(entry_points).decode()


@pytest.mark.parametrize("brief", [FRAUD, by_night(CREDIT)], ids=lambda path: path.stem)
def test_an_answer_lists_the_installed_pack_with_its_version_and_digest(
    bank: House, brief: Path, knowledge: Knowledge
) -> None:
    stamp = answer_in(bank, brief)["knowledge"]
    *shipped, last = stamp["packs"]
    assert last == {
        "id": "acme-bank", "version": "1.2.0", "digest": sha256(PACK.read_bytes()).hexdigest(), "shipped": False,
    }  # fmt: skip
    assert [pack["id"] for pack in shipped] == [pack.id for pack in knowledge.packs]
    assert stamp["digest"] != knowledge.digest


@pytest.mark.parametrize("brief", [FRAUD, by_night(CREDIT)], ids=lambda path: path.stem)
def test_a_house_without_the_package_gets_the_shipped_answer_byte_by_byte(
    bank: House, elsewhere: House, brief: Path, knowledge: KnowledgeBase
) -> None:
    shipped = recommend(Brief.load(brief), knowledge).to_json()
    assert elsewhere.whichml("recommend", brief, "--format", "json").encode() == shipped + b"\n"
    assert answer_in(bank, brief) != json.loads(shipped)


def test_rules_of_the_pack_cite_its_sources_and_their_lines(credit: dict[str, Any]) -> None:
    lines = PACK.read_text(encoding="utf-8").splitlines()
    own = {name: node for name, node in nodes(credit, "rule").items() if name.startswith("acme-bank-")}
    assert len(own) >= 7
    for name, node in own.items():
        file, _, line = node["where"].partition(":")
        assert file == "acme_bank_model_risk/acme-bank.yaml"
        assert lines[int(line) - 1].strip() == f"- id: {name}"
        assert {citation["ref"] for citation in node["sources"]} <= {"acme-bank-policy", "acme-bank-sr-11-7"}
    assert credit["sources"]["acme-bank-sr-11-7"]["access"] == "summary"


def test_what_the_pack_brings_stands_in_the_answer(credit: dict[str, Any]) -> None:
    ranked = (*credit["candidates"], *credit["outclassed"])
    (service,) = (c for c in ranked if c["algorithm"] == "acme-bank-scorecard-service")
    assert service["name"] == "Scorecard service of Acme Bank"
    rated = {quality["quality"]: quality["level"] for quality in service["qualities"]}
    assert rated["skills-need"] == "very-low"
    assert {advice["pattern"] for advice in credit["patterns"]} >= {
        "acme-bank-challenger-model", "acme-bank-independent-validation",
    }  # fmt: skip
    (rollout,) = (d for d in credit["decisions"] if d["decision"] == "update-rollout")
    assert (rollout["option"], rollout["strength"]) == ("acme-bank-validated-release", "must")
    assert "derived.acme_bank_tier is tier-1" in {node["text"] for node in nodes(credit, "derived").values()}


def test_the_policy_rules_out_what_the_shipped_rules_keep(
    credit: dict[str, Any], elsewhere: House, bank: House
) -> None:
    reasons = {e["algorithm"]: {reason["rule"] for reason in e["reasons"]} for e in credit["excluded"]}
    assert "acme-bank-tier-1-can-be-read" in reasons["xgboost"]
    assert "xgboost" not in {e["algorithm"] for e in answer_in(elsewhere, CREDIT)["excluded"]}
    exempt = answer_in(bank, FRAUD)["excluded"]  # fraud has adversaries, and the policy says so
    assert not [e for e in exempt for reason in e["reasons"] if reason["rule"] == "acme-bank-tier-1-can-be-read"]


@only_by_night
def test_the_folder_of_the_source_gives_the_same_answer_as_the_installed_package(
    elsewhere: House, credit: dict[str, Any]
) -> None:
    assert answer_in(elsewhere, CREDIT, "--rules", SOURCE) == credit


@only_by_night
def test_a_single_file_and_the_environment_give_the_same_answer_but_for_where(
    elsewhere: House, credit: dict[str, Any]
) -> None:
    named = elsewhere.whichml("recommend", CREDIT, "--format", "json", "--rules", PACK)
    assert re.sub(r'"acme-bank\.yaml:', '"acme_bank_model_risk/acme-bank.yaml:', named) != named
    assert json.loads(re.sub(r'"acme-bank\.yaml:', '"acme_bank_model_risk/acme-bank.yaml:', named)) == credit
    assert elsewhere.whichml("recommend", CREDIT, "--format", "json", WHICHML_RULES=str(PACK)) == named


@only_by_night
def test_an_explanation_names_the_rule_of_the_pack(bank: House) -> None:
    told = bank.whichml("explain", CREDIT, "--algorithm", "xgboost")
    assert "the bank's policy wants tier 1 models that a validator can read" in told
    assert "acme-bank-tier-1-can-be-read" in told
    assert "acme_bank_model_risk/acme-bank.yaml:" in told


@only_by_night
def test_a_decision_record_names_what_the_pack_brings(bank: House) -> None:
    record = bank.whichml("export", CREDIT, "--full")
    for text in (
        "* Scorecard service of Acme Bank: utility ", "Update roll-out: **After validation** (must)",
        "* Challenger model", "`acme-bank/1.2.0`",
        "Model risk policy", "3.3: a validator has to come to the same model again",
    ):  # fmt: skip
        assert text in record


@pytest.mark.parametrize(
    ("identity", "text"),
    [
        ("acme-bank-tier-1-waits-for-validators", "acme_bank_model_risk/acme-bank.yaml:"),
        ("update-rollout", "acme-bank-validated-release"),
    ],
)
def test_what_the_pack_brings_can_be_shown(bank: House, identity: str, text: str) -> None:
    assert text in " ".join(bank.whichml("kb", "show", identity).split())


SHOW = """
import json, sys
from pathlib import Path
from whichml import KnowledgeBase
from whichml_server import AnswerStore, create_app
client = create_app(KnowledgeBase.load(), AnswerStore(Path(sys.argv[1]))).test_client()
print(json.dumps({address: client.get(address).json for address in sys.argv[2:]}))
"""


@only_by_night
def test_the_catalogue_over_http_shows_what_the_pack_brings(bank: House, tmp_path: Path) -> None:
    service, pattern = "/v1/algorithms/acme-bank-scorecard-service", "/v1/patterns/acme-bank-challenger-model"
    rules, decision, source = "/v1/rules?pack=acme-bank", "/v1/decisions/update-rollout", "/v1/sources/acme-bank-policy"
    addresses = [service, pattern, rules, decision, source, "/v1/algorithms/risk-scorecard"]
    shown = json.loads(bank.python("-c", SHOW, tmp_path / "answers.sqlite3", *addresses))
    assert {claim["subject"] for claim in shown[service]["claims"]} >= {"acme-bank-scorecard-service", "glass-box"}
    assert shown[service]["description"].startswith("Points for ranges of a few dozen vetted attributes")
    assert shown[pattern]["related"] == ["shadow-release", "acme-bank-independent-validation"]
    assert len(shown[rules]["rules"]) == N_RULES
    assert shown[decision]["options"][-1]["id"] == "acme-bank-validated-release"
    assert shown[source]["year"] == 2026
    ids = {claim["id"] for claim in shown["/v1/algorithms/risk-scorecard"]["claims"]}
    assert any(identity.startswith("acme-bank.risk-scorecard.stability") for identity in ids)


def test_an_answer_can_be_written_out_where_the_pack_is_not_known(
    credit: dict[str, Any], knowledge: KnowledgeBase
) -> None:
    record = to_full_markdown(Recommendation.model_validate(credit), knowledge)
    assert "* Scorecard service of Acme Bank: utility " in record
    assert "**acme-bank-validated-release** (must)" in record
    assert "* Challenger model" in record


def test_every_rule_of_the_pack_is_tried_and_sound(elsewhere: House) -> None:
    assert elsewhere.whichml("rules", "lint", "--strict", SOURCE) == "0 errors, 0 warnings\n"
    tried = elsewhere.whichml("rules", "test", SOURCE)
    assert f"{N_RULES} of {N_RULES} rules seen firing, {N_RULES} of {N_RULES} silent" in tried
    assert f"{N_CASES} of {N_CASES} cases pass." in tried
