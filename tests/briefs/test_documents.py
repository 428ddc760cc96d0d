"""A text has one reading or is refused, at once and at any size."""

import json
import time
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from by_night import examples
from whichml.model.briefs.brief import Brief
from whichml.model.documents import reading_yaml
from whichml.model.documents.document import PACK_LIMITS, DocumentLimits, read_document, read_value
from whichml.model.documents.errors import BriefError, KnowledgeError, Place, did_you_mean, quoted

BOMB = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
HOSTILE = {
    "five megabytes": b"x: 1\n" * 1_000_000,
    "alias bomb": BOMB.encode(),
    "200 levels of brackets": b"a: " + b"[" * 200 + b"]" * 200,
    "100000 open brackets": b"a: " + b"[" * 100_000,
    "100000 open brackets of JSON": b'{"a": ' + b"[" * 100_000,
    "100000 objects of JSON": b'{"a":' * 100_000,
    "a list of 20000": b"a: [" + b"1," * 20_000 + b"]",
    "20000 keys": b"".join(b"k%d: 1\n" % n for n in range(20_000)),
    "a text of 30000 characters": b"a: '" + b"x" * 30_000 + b"'",
    "a number of 5000 digits": b"a: " + b"9" * 5000,
    "backslashes without end": b'{"a": "' + b"\\" * 100_001,
    "dashes": b"- " * 300_000,
    "words behind commas in braces": b"{a: (b" + b", c d" * 150_000 + b"}",
    "thousands without end": b"{a: 1" + b",000" * 200_000 + b"}",
    "question marks": b"? " * 300_000,
    "an open quote": b'"' + b"a" * 900_000,
    "binary": bytes(range(256)) * 10,
}


def _mappings(words: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    scalars = (
        st.none()
        | st.booleans()
        | st.integers(-(10**20), 10**20)
        | st.floats(allow_nan=False, allow_infinity=False)
        | words
    )
    inner = st.recursive(
        scalars, lambda each: st.lists(each, max_size=4) | st.dictionaries(words, each, max_size=4), max_leaves=12
    )
    return st.dictionaries(words, inner, max_size=5)


any_words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
words_without_digits = st.text(st.characters(exclude_categories=["Cs", "Cc", "Nd"]), max_size=12).filter(
    lambda word: word not in {"y", "Y", "n", "N"}
)


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_gives_one_clear_error_within_a_second_of_processor_time(raw: bytes) -> None:
    start = time.process_time()
    with pytest.raises(BriefError) as refusal:
        read_document(raw, "request body")
    assert time.process_time() - start < 1
    assert len(refusal.value.problems) == 1
    assert str(refusal.value).startswith("request body:")


@pytest.mark.slow("tries made-up cases by the hundred")
@settings(max_examples=examples(150), deadline=None)
@given(_mappings(any_words))
def test_json_reads_as_the_standard_library_reads_it(values: dict[str, Any]) -> None:
    text = json.dumps(values, ensure_ascii=False, indent=1)
    assert read_document(text.encode(), "a.json").data == json.loads(text)


@pytest.mark.slow("tries made-up cases by the hundred")
@settings(max_examples=examples(150), deadline=None)
@given(_mappings(words_without_digits))
def test_yaml_reads_back_what_pyyaml_wrote(values: dict[str, Any]) -> None:
    text = yaml.safe_dump(values, allow_unicode=True)
    assert read_document(text.encode(), "a.yaml").data == values


@settings(max_examples=examples(150), deadline=None)
@given(st.text(max_size=60) | st.text("{}[]:,&*!|>'\"#-? \n0aé", max_size=60))
def test_any_text_is_read_or_refused_with_an_error_of_the_tree(text: str) -> None:
    for name in ("a.yaml", "a.json"):
        try:
            read_document(text.encode("utf-8", "surrogatepass"), name)
        except BriefError as refusal:
            assert refusal.problems


def test_places_of_keys_and_values_count_from_one_in_both_forms() -> None:
    in_yaml = read_document(b"a: 1\nb:\n  - x\n  - {c: 2}\n", "a.yaml")
    in_json = read_document(b'{"a": 1,\n "b": ["x",\n  {"c": 2}]}', "a.json")
    assert in_yaml.place(("b", 1, "c")) == Place("a.yaml", 4, 9)
    assert in_yaml.place_of_key(("b", 1, "c")) == Place("a.yaml", 4, 6)
    assert in_json.place(("b", 1, "c")) == Place("a.json", 3, 9)
    assert in_json.place_of_key(("b", 1, "c")) == Place("a.json", 3, 4)
    assert in_json.place(("b", 7)) == in_json.place(("b",)), "the nearest value around a missing one"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("20e6", 20e6),
        ("2.0e7", 2e7),
        ("9.0", 9.0),
        ("-3", -3),
        (".5", 0.5),
        ("1e-8", 1e-8),
        ("0", 0),
        ("true", True),
        ("~", None),
        ("null", None),
        ("", None),
        ("none", "none"),
        ("never", "never"),
        ("40 ms", "40 ms"),
        ("3.1.4", "3.1.4"),
        ("'no'", "no"),
        ("'12:30'", "12:30"),
        ("20e6/day", "20e6/day"),
        ("a:b", "a:b"),
        ("-x", "-x"),
        ("...x", "...x"),
    ],
)
def test_a_plain_scalar_has_one_reading(written: str, read: object) -> None:
    found = read_document(f"a: {written}\n".encode(), "a.yaml").mapping["a"]
    assert found == read
    assert type(found) is type(read)


@pytest.mark.parametrize(
    "written",
    [
        "Yes",
        "OFF",
        "n",
        "00",
        "08",
        "-012",
        "0x1F",
        "0b1",
        "1:30",
        "190:20:30.15",
        "2026-1-2",
        "2026-01-02T03:04:05Z",
        "2026-01-02 03:04:05",
        "1_0",
        "1e1_0",
        "1_0.5",
        "+.inf",
        "-.INF",
        ".NaN",
        "1e999",
        "07.5",
        "08e3",
    ],
)
def test_a_plain_scalar_of_several_readings_is_refused(written: str) -> None:
    with pytest.raises(BriefError) as refusal:
        read_document(f"a: {written}\n".encode(), "a.yaml")
    assert refusal.value.problems[0].where == Place("a.yaml", 1, 4)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    assert read_document(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "a.yaml").data == {"a": 1, "b": 2}


def test_the_form_follows_the_argument_then_the_name_then_the_first_character() -> None:
    assert read_document(b"{a: 1}", "body", form="yaml").data == {"a": 1}
    assert read_document(b"{a: 1}", "a.yml").data == {"a": 1}
    with pytest.raises(BriefError, match="not JSON"):
        read_document(b"{a: 1}", "body")


def test_a_list_at_the_top_is_read_where_it_is_asked_for() -> None:
    assert read_document(b"- {name: x}\n", "p.test.yaml", top="list").entries == [{"name": "x"}]
    with pytest.raises(KnowledgeError, match="not a list"):
        read_document(b"name: x\n", "p.test.yaml", top="list", error=KnowledgeError)


def test_a_limit_is_named_in_its_error() -> None:
    with pytest.raises(BriefError, match="The limit is 10 bytes"):
        read_document(b"a: 1234567890", "a.yaml", limits=DocumentLimits(n_bytes=10))
    assert read_document(b"# " + b"x" * 2_000_000 + b"\na: 1\n", "a.yaml", limits=PACK_LIMITS).data == {"a": 1}


def test_foreign_text_in_a_message_is_short_on_one_line_and_visible() -> None:
    shown = quoted("a\n\u202eb\x1b[31m" + "x" * 500)
    assert shown.startswith("'a\\n\\u202eb\\x1b[31mxxx")
    assert len(shown) < 80


def test_a_suggestion_survives_case_underscores_and_a_swap_of_letters() -> None:
    assert did_you_mean("Kernel_SVM", ["kernel-svm", "linear-svm"]) == "Did you mean 'kernel-svm'?"
    assert did_you_mean("kernel-smv", ["kernel-svm", "linear-svm"]) == "Did you mean 'kernel-svm'?"
    assert did_you_mean("zebra", ["kernel-svm", "linear-svm"]) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("40 ms", "40 ms"),
        ("20e6", 20e6),
        ("[text, tabular]", ["text", "tabular"]),
        ("true", True),
        ("", None),
        ("null", None),
    ],
)
def test_a_value_of_the_command_line_is_read_as_a_brief_would_write_it(text: str, read: object) -> None:
    assert read_value(text, "--set") == read


@pytest.mark.parametrize("text", ["no", "1_000", "[a", "a: b: c", "*x", "\udcff", "--- a\n--- b"])
def test_a_value_without_one_reading_is_refused(text: str) -> None:
    with pytest.raises(BriefError, match="--set"):
        read_value(text, "--set")


@pytest.mark.parametrize("text", ["\\ud83d\\ude00", "\x85", "\x7f"])
def test_json_keeps_what_yaml_refuses_or_folds(text: str) -> None:
    raw = f'{{"a": "{text}"}}'.encode()
    assert read_document(raw, "brief.json").mapping == json.loads(raw)
    try:
        in_yaml = read_document(raw, "brief.yaml").mapping
    except BriefError:
        return
    assert in_yaml != json.loads(raw)


@pytest.mark.parametrize(
    ("written", "rows"),
    [("61,400", 61_400), ("1,200,000 trips", 1_200_000), ("3,120, features: 4", 3120), ("61400", 61_400)],
)
def test_a_comma_inside_a_number_between_braces_parts_no_fields(written: str, rows: int) -> None:
    brief = Brief.parse(f"task: regression\ndata: {{modality: tabular, rows: {written}}}\n".encode(), "x.yaml")
    assert brief.data.rows == rows


@pytest.mark.parametrize("written", ["61, 400", "61, 400: 3", "61,400: 3", "61,400: {a: 1}", "6.1,400"])
def test_three_digits_that_may_be_a_field_are_refused_as_one(written: str) -> None:
    with pytest.raises(BriefError, match=r"x.yaml:2:[0-9]+: the key '400' is not a text"):
        Brief.parse(f"task: regression\ndata: {{modality: tabular, rows: {written}}}\n".encode(), "x.yaml")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("target: asked for, the auditors look at it", {"target": "asked for, the auditors look at it"}),
        ("target: asked for, by law, rows: 5", {"target": "asked for, by law", "rows": 5}),
        ("target: kiosk (2 core x86, 4 GB RAM)", {"target": "kiosk (2 core x86, 4 GB RAM)"}),
        ("target: kiosk (fanless,dusty, 4 GB) , rows: 5", {"target": "kiosk (fanless, dusty, 4 GB)", "rows": 5}),
        ("target: 😀 tills, at 10:30 or so", {"target": "😀 tills, at 10:30 or so"}),
        ("target: tills,\r\n  and\r\n  kiosks", {"target": "tills, and kiosks"}),
        ("target: tills, and kiosks, rows: {a: b, c d}", {"target": "tills, and kiosks", "rows": {"a": "b, c d"}}),
        ("target: a, rows: 5, of each till", {"target": "a", "rows": "5, of each till"}),
    ],
)
@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
def test_words_behind_a_comma_between_braces_go_on_with_the_value_before(
    written: str, read: dict[str, object], loader: type[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_yaml, "_Loader", loader)
    document = read_document(f"task: x\ndata: {{{written}}}\n".encode(), "x.yaml")
    assert document.mapping["data"] == read
    assert (document.place(("data", "target")).line, document.place(("data", "target")).column) == (2, 16)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a: tills, kiosks", {"a": "tills", "kiosks": None}),
        ("a: tills, and kiosks: 3", {"a": "tills", "and kiosks": 3}),
        ("a: tills, and kiosks: , b: 1", {"a": "tills", "and kiosks": None, "b": 1}),
        ("a: tills, 'and kiosks'", {"a": "tills", "and kiosks": None}),
        ("a: 'tills', and kiosks", {"a": "tills", "and kiosks": None}),
        ("a: {b: tills}, and kiosks", {"a": {"b": "tills"}, "and kiosks": None}),
        ("a: [tills], and kiosks", {"a": ["tills"], "and kiosks": None}),
        ("a: tills, # of shops\n  and kiosks", {"a": "tills", "and kiosks": None}),
        ("a: [tills, and kiosks]", {"a": ["tills", "and kiosks"]}),
        ("a, and kiosks", {"a": None, "and kiosks": None}),
    ],
)
def test_what_may_be_a_field_between_braces_stays_one(written: str, read: dict[str, object]) -> None:
    assert read_document(f"{{{written}}}\n".encode(), "x.yaml").mapping == read


def test_an_anchor_behind_a_comma_between_braces_is_refused_as_one() -> None:
    with pytest.raises(BriefError, match=r"x.yaml:1:13: the anchor '&k'"):
        read_document(b"{a: tills,  &k and kiosks}", "x.yaml")
