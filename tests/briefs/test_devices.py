"""Devices that a brief names are understood: what is known of them fills what the brief leaves out, and is told."""

from __future__ import annotations

import re

import pytest

from whichml import recommend
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.values.quantity import parse_quantity
from whichml.model.words.devices import FIELDS_OF_DEVICES, Device, facts_of, known_devices, near_device

SMALLEST: dict[str, object] = {"task": "binary-classification", "data": {"modality": "image"}}
N_DEVICES = 56


def given(**deployment: object) -> Brief:
    return Brief.from_mapping({**SMALLEST, "deployment": deployment})


def facts(brief: Brief) -> dict[str, object]:
    return {name.partition(".")[2]: value for name, value in brief.facts().items() if name in FIELDS_OF_DEVICES}


@pytest.mark.parametrize(
    ("name", "said", "read"),
    [
        ("device", "Raspberry Pi 4", {"target": "edge-device", "accelerator": "none", "clock": 1.5e9}),
        ("device", "rpi4 8GB", {"target": "edge-device", "accelerator": "none", "clock": 1.5e9, "memory": 8 * 10**9}),
        ("hardware", "jetson-nano", {"target": "edge-device", "accelerator": "gpu", "memory": 4 * 10**9}),
        ("target_device", "STM32F4", {"target": "microcontroller"}),
        ("mcu", "ESP32", {"target": "microcontroller", "memory": 520_000, "clock": 240e6}),
        ("board", "Arduino Nano 33 BLE Sense",
         {"target": "microcontroller", "memory": 256_000, "storage": 10**6, "clock": 64e6}),
        ("cpu", "ARM Cortex-M4", {"target": "microcontroller"}),
        ("gpu", "T4", {"accelerator": "gpu"}), ("gpu", 4090, {"accelerator": "gpu"}),
        ("gpus", "8x A100", {"accelerator": "gpu"}), ("gpus", "2 x T4", {"accelerator": "gpu"}),
        ("gpu_type", "A100 80GB", {"accelerator": "gpu"}), ("gpus", ["T4", "T4"], {"accelerator": "gpu"}),
        ("hardware", {"gpu": "rtx-4090"}, {"accelerator": "gpu"}),
        ("hardware", "Coral TPU", {"accelerator": "npu"}),
        ("hardware", ["Raspberry Pi 5", "Hailo-8"], {"target": "edge-device", "accelerator": "npu", "clock": 2.4e9}),
        ("device", {"name": "Jetson Orin Nano", "memory": "8 GB"},
         {"target": "edge-device", "accelerator": "gpu", "memory": 8 * 10**9}),
        ("hardware", "industrial PC with RTX 3060", {"target": "edge-server", "accelerator": "gpu"}),
        ("machine", "m5.large", {"target": "cloud", "accelerator": "none", "memory": 8 * 2**30}),
        ("instance_type", "g4dn.xlarge", {"target": "cloud", "accelerator": "gpu"}),
        ("phone", "iPhone 13", {"target": "phone"}), ("phone", "android", {"target": "phone"}),
        ("target", "raspberry pi zero 2 W",
         {"target": "edge-device", "accelerator": "none", "memory": 512 * 10**6, "clock": 1e9}),
        ("phone", "Google Pixel 6", {"target": "phone"}),
        ("hardware", "2x T4 on AWS", {"target": "cloud", "accelerator": "gpu"}),
        ("mcu", "Cortex-M4 @ 80 MHz, 128 KB RAM, 1 MB flash",
         {"target": "microcontroller", "clock": 80e6, "memory": 128_000, "storage": 10**6}),
        ("device", "ESP32 with 4 MB PSRAM", {"target": "microcontroller", "clock": 240e6, "memory": 4 * 10**6}),
        ("fpga", "PYNQ-Z2", {"target": "fpga", "memory": 512 * 10**6}),
    ],
)  # fmt: skip
def test_a_device_is_read_as_what_is_known_of_it_strictly_and_leniently_and_told(
    name: str, said: object, read: dict[str, object]
) -> None:
    strict = given(**{name: said})
    assert facts(strict) == read
    assert re.match(r"`deployment\.\w+: .+` is read as `deployment\.", strict.notices[0].message)
    assert Brief.from_mapping({**SMALLEST, "deployment": {name: said}}, lenient=True) == strict


def test_a_device_may_stand_outside_any_group() -> None:
    assert facts(Brief.from_mapping({**SMALLEST, "hardware": {"gpu": "T4"}})) == {"accelerator": "gpu"}
    assert facts(Brief.from_mapping({**SMALLEST, "device": "ESP32-S3"}))["memory"] == 512_000


def test_all_that_is_read_of_a_device_is_told_at_its_place_and_what_is_not_known_is_asked_for() -> None:
    text = b"task: binary-classification\ndata.modality: image\ndevice: Raspberry Pi 4\n"
    (notice,) = Brief.parse(text, "a.yaml").notices
    assert str(notice) == (
        "a.yaml:3:9: `device: Raspberry Pi 4` is read as `deployment.target: edge-device`, "
        "`deployment.accelerator: none`, `deployment.clock: 1.5 GHz`. "
        "Its memory is not known by that: `deployment.memory` would tell."
    )
    assert notice.pointer == "/device"


def test_what_the_brief_states_counts_before_what_is_known_of_a_device_and_a_contradiction_is_told() -> None:
    brief = given(device="Jetson Nano", memory="8 GB", accelerator="none")
    assert facts(brief) == {"target": "edge-device", "accelerator": "none", "memory": 8 * 10**9}
    assert [notice.message for notice in brief.notices] == [
        "`deployment.device: Jetson Nano` is read as `deployment.target: edge-device`.",
        "`deployment.device: Jetson Nano` has `deployment.accelerator: gpu`, and the brief says none, which counts.",
        "`deployment.device: Jetson Nano` has `deployment.memory: 4 GB`, and the brief says 8 GB, which counts.",
    ]


@pytest.mark.parametrize("stated", [{"memory": "1 GB"}, {"memory": "4 GiB"}, {"target": "vehicle"}])
def test_what_a_brief_says_more_closely_contradicts_no_device(stated: dict[str, object]) -> None:
    assert len(given(device="Jetson Nano", **stated).notices) == 1


@pytest.mark.parametrize(("said", "accelerator"), [("edge gpu", "gpu"), ("edge-npu", "npu")])
def test_the_edge_and_what_it_has_are_both_read(said: str, accelerator: str) -> None:
    assert facts(given(target=said)) == {"target": "edge-device", "accelerator": accelerator}


@pytest.mark.parametrize("said", ["edge computer", "edge PC", "industrial PC"])
def test_a_computer_at_the_edge_is_a_server_there_and_no_desktop(said: str) -> None:
    assert facts(given(target=said)) == {"target": "edge-server"}


def test_a_device_that_adds_nothing_is_told_to_add_nothing() -> None:
    (_, notice) = given(gpu_count=2, gpu_type="A100").notices
    assert notice.message == "`deployment.gpu_type: A100` says nothing that the brief does not tell already."


def test_what_one_device_has_counts_before_what_another_lacks() -> None:
    assert facts(given(device="Raspberry Pi 4", npu="Coral USB"))["accelerator"] == "npu"
    assert facts(given(npu="Coral USB", device="Raspberry Pi 4"))["accelerator"] == "npu"


@pytest.mark.parametrize(
    ("name", "said", "told"),
    [
        ("mcu", "ESP99", "names no device that is known: 'ESP99'. Did you mean 'ESP32'?"),
        ("board", "old", "names no device that is known: 'old'. Write what it has: `deployment.target`"),
        ("cpu", "4 cores of an old one", "counts cores, which no field holds."),
        ("target_device", "STN32F5", "cannot be 'STN32F5'. Did you mean the device 'STM32F7'?"),
    ],
)
def test_a_device_that_is_not_known_is_refused_with_the_nearest_one_and_left_out_leniently(
    name: str, said: str, told: str
) -> None:
    with pytest.raises(BriefError) as refusal:
        given(**{name: said})
    (problem,) = refusal.value.problems
    assert told in f"{problem.message} {problem.hint}"
    (notice,) = Brief.from_mapping({**SMALLEST, "deployment": {name: said}}, lenient=True).notices
    assert notice.is_left_out
    assert told.partition(" Write")[0] in notice.message


@pytest.mark.parametrize(
    ("group", "name", "said"),
    [("data", "device", "Raspberry Pi 4"), ("deployment", "gpu", True), ("deployment", "target", "cloud"),
     ("deployment", "gpus", 4), ("deployment", "hardware", "gpu"), ("deployment", "device", "x" * 100)],
)  # fmt: skip
def test_what_names_no_device_is_read_as_before(group: str, name: str, said: object) -> None:
    written = {**SMALLEST, group: {"modality": "image", name: said} if group == "data" else {name: said}}
    brief = Brief.from_mapping(written, lenient=True)
    assert not any("edge-device`," in notice.message for notice in brief.notices)
    assert "deployment.memory" not in brief.facts()


@pytest.mark.parametrize("said", ["T4 and something else", "no T4", "", [], ["T4", 5, None], ["T4"] * 50])
def test_a_device_among_what_is_not_understood_is_none(said: object) -> None:
    assert facts_of(said) is None


def test_all_devices_are_collected() -> None:
    assert len(known_devices()) == N_DEVICES


@pytest.mark.parametrize("device", known_devices(), ids=lambda device: device.name)
def test_each_device_has_a_source_that_exists_and_facts_that_its_fields_take(
    device: Device, knowledge: Knowledge
) -> None:
    assert device.sources
    assert all(ref in knowledge.sources and place for ref, place in device.sources)
    assert device.facts
    for field, value in device.facts.items():
        kind = BRIEF_FIELDS[field]
        assert value in kind.values if kind.dimension is None else parse_quantity(value, kind.dimension).magnitude
    assert all(re.fullmatch(r"[a-z0-9]+[*@]?", name) for name in device.called)


def test_no_name_stands_for_two_devices() -> None:
    names = [name for device in known_devices() for name in device.called]
    assert len(set(names)) == len(names)


def test_the_longest_line_of_models_counts() -> None:
    assert facts_of("STM32F746NG") == facts_of("stm32f746")
    assert facts_of("STM32F446RE") == {"deployment.target": "microcontroller"}
    assert facts_of("STM32MP157") == {"deployment.target": "edge-device"}
    assert facts_of("p5") is None
    assert facts_of("p5.48xlarge") == {"deployment.target": "cloud", "deployment.accelerator": "gpu"}


def test_a_name_that_is_like_none_has_no_nearest_one() -> None:
    assert near_device("zzzz") is None
    assert near_device("x" * 200) is None


def test_an_answer_tells_what_was_derived_from_a_name(knowledge: Knowledge) -> None:
    brief = given(mcu="ESP32")
    told = recommend(brief, knowledge).notices
    assert told[0].startswith("`deployment.mcu: ESP32` is read as `deployment.target: microcontroller`")
    again = Brief.from_mapping(brief.normalised())
    assert (again, again.notices) == (brief, ())


@pytest.mark.parametrize(
    ("name", "said"),
    [("target", "Zynq UltraScale+ ZU7EV"), ("device", "Lattice ECP5"), ("fpga", "Artix-7 35T"), ("board", "Kintex-7")],
)  # fmt: skip
def test_a_family_of_programmable_logic_is_what_a_model_runs_on(name: str, said: str) -> None:
    brief = Brief.from_mapping({"task": "regression", "data.modality": "tabular", "deployment": {name: said}})
    assert brief.facts()["deployment.target"] == "fpga"


def test_a_storm_is_no_programmable_logic() -> None:
    fields = {"task": "regression", "data.modality": "tabular", "deployment": {"target": "cloud, cyclone forecasts"}}
    assert Brief.from_mapping(fields, lenient=True).facts()["deployment.target"] == "cloud"
