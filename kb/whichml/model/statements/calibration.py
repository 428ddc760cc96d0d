"""How fast a machine is, `calibration/1`: what fixed work takes on it, which predicted times are multiples of."""

import os
from pathlib import Path
from typing import Literal

from platformdirs import user_config_path
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from whichml.model.documents.errors import ProbeError, quoted
from whichml.model.statements.evidence import Machine

_MOST_BYTES = 65_536


class Calibration(BaseModel):
    """What the reference work takes on one machine.

    Attributes
    ----------
    reference_seconds : median over the repetitions, in seconds of processor time of one core
    spread : 95 % point of the repetitions over their 5 % point; 1 on a machine without other load
    n : how many repetitions
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", allow_inf_nan=False)

    schema_: Literal["calibration/1"] = Field(default="calibration/1", alias="schema")
    reference_seconds: float = Field(gt=0)
    machine: Machine
    spread: float = Field(ge=1)
    n: int = Field(ge=1)

    def to_json(self) -> bytes:
        """Return the calibration as UTF-8 JSON."""
        return self.model_dump_json(by_alias=True, indent=1).encode()


def calibration_path() -> Path:
    """Return where the calibration belongs: `WHICHML_CALIBRATION`, else a file in the user's configuration."""
    chosen = os.environ.get("WHICHML_CALIBRATION")
    return Path(chosen) if chosen else user_config_path("whichml") / "calibration.json"


def write_calibration(calibration: Calibration) -> Path:
    """Keep a calibration for later answers, and return where.

    Raises
    ------
    ProbeError
        Where the file cannot be written.
    """
    path = calibration_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(calibration.to_json())
    except OSError as refusal:
        raise ProbeError.about(
            f"the calibration cannot be written to {path}: {refusal.strerror}.",
            hint="Set WHICHML_CALIBRATION to a file that can be written.",
        ) from refusal
    return path


def read_calibration(path: Path | None = None) -> Calibration | None:
    """Return the calibration in a file; None where none was named and none was kept on this machine.

    Parameters
    ----------
    path : None for the usual place

    Raises
    ------
    ProbeError
        Where a file that is no calibration is there, or the named one is missing.
    """
    place = path or calibration_path()
    try:
        with place.open("rb") as file:
            return Calibration.model_validate_json(file.read(_MOST_BYTES))
    except FileNotFoundError:
        if path is None:
            return None
        raise ProbeError.about(
            f"there is no file {quoted(str(path))}.", hint="Write it: whichml machine-profile"
        ) from None
    except (OSError, ValidationError) as refusal:
        raise ProbeError.about(
            f"{quoted(str(place))} holds no calibration that can be read.", hint="Run `whichml machine-profile` again."
        ) from refusal
