"""Trades that have laws and norms of their own, told by the words that a text says what is built with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from whichml.model.documents.expressions import expression

Trade = Literal[
    "road-vehicles", "aviation", "railways", "process-plants", "machines", "lifts", "health", "credit", "banking",
    "insurance", "work", "housing", "schools", "children", "authorities",
]  # fmt: skip

_WORDS_OF: Final[Mapping[Trade, str]] = {
    "road-vehicles": """
        automotive vehicle vehicles car cars truck trucks lorry lorries bus buses van vans motorcycle motorcycles
        motorbike motorbikes scooter scooters trailer trailers driver drivers driving steering braking brakes adas lidar
        pedestrian pedestrians lane lanes autobahn motorway ecu
    """,
    "aviation": """
        aviation aircraft aircrafts airplane airplanes aeroplane aeroplanes airliner airliners helicopter helicopters
        drone drones uav uavs avionics airborne airline airlines airport airports runway runways flight flights pilots
        cockpit airspace
    """,
    "railways": """
        railway railways railroad railroads rail rails tram trams tramway metro subway locomotive locomotives wagon
        wagons bogie bogies interlocking derailment derailments trackside
    """,
    "process-plants": """
        refinery refineries petrochemical chemical chemicals reactor reactors boiler boilers furnace furnaces kiln kilns
        pipeline pipelines distillation steam turbine turbines compressor compressors nuclear explosion explosive toxic
        ammonia chlorine hydrogen wellhead smelter
    """,
    "machines": """
        machine machines machinery robot robots cobot cobots press presses conveyor conveyors belt crane cranes lathe
        lathes saw saws drill drills milling grinder grinders excavator excavators harvester harvesters tractor tractors
        forklift forklifts sorter sorters packaging loom looms injection moulding molding plc turbine turbines shaft
        shafts actuator actuators valve valves pump pumps motor motors spindle gripper servo
    """,
    "lifts": "lift lifts elevator elevators escalator escalators",
    "health": """
        patient patients clinic clinics clinical clinician clinicians hospital hospitals doctor doctors physician
        physicians nurse nurses medic medics medical medicine medicines medication medications drug drugs disease
        diseases health healthcare ward wards surgery surgical surgeon surgeons radiology radiologist radiologists
        pathology pathologist pathologists tumour tumours tumor tumors cancer sepsis stroke diabetes diabetic glucose
        insulin ecg eeg mri ct ultrasound xray caries dental dentist dentists tooth teeth skin retina retinal lesion
        lesions blood pharmacy pharmacies pharmacist pharmacists pharmaceutical pharma vaccine vaccines therapy
        therapies therapist symptom symptoms triage icu ventilator pregnancy pregnant neonatal epilepsy seizure seizures
        rehabilitation prosthesis prostheses implant implants biopsy genome genomic
    """,
    "credit": """
        credit credits creditworthiness loan loans lend lends lender lenders lending mortgage mortgages overdraft
        overdrafts arrears repay repays repaid repayment repayments leasing microfinance instalment instalments
        installment installments
    """,
    "banking": "bank banks banking credit loan loans lender lenders lending mortgage mortgages ifrs basel impairment",
    "insurance": """
        insurance insurances insurer insurers insured insure insures premiums policyholder policyholders underwriting
        underwriter underwriters actuary actuaries actuarial reinsurance
    """,
    "work": """
        applicant applicants candidate candidates cv cvs resume resumes résumé résumés hire hires hired hiring recruit
        recruits recruiter recruiters recruiting recruitment vacancy vacancies employee employees employer employers
        employment worker workers staff workforce roster rosters payroll salary salaries
    """,
    "housing": """
        housing flat flats apartment apartments rent rents rental rentals renter renters tenant tenants landlord
        landlords mortgage mortgages dwelling dwellings
    """,
    "schools": """
        school schools pupil pupils student students university universities college colleges teacher teachers exam
        exams
    """,
    "children": "child children kid kids pupil pupils toddler toddlers teenager teenagers",
    "authorities": """
        authority authorities municipality municipalities municipal city council ministry ministries government
        governmental citizen citizens agency benefits welfare permit permits asylum visa visas tax taxes customs police
        court courts parole prison county pension pensions administration administrative
    """,
}
_WORDS: Final = expression(r"[^\W\d_]+")
_MOST_CHARACTERS: Final = 6_000


def trades_in(text: str) -> frozenset[Trade]:
    """Return the trades whose words a text has; a learning or a virtual machine is none.

    Examples
    --------
    >>> sorted(trades_in("Which water mains to renew")), sorted(trades_in("Warn of door breakdowns of lifts"))
    ([], ['lifts'])
    >>> trades_in("Machine learning on a virtual machine")
    frozenset()
    """
    said = _WORDS.findall(text[:_MOST_CHARACTERS].lower())
    words = {
        word
        for before, word, after in zip(["", *said], said, [*said[1:], ""], strict=False)
        if word not in _MACHINES or not (before in _NO_MACHINES or after in _NAMED_AFTER)
    }
    return frozenset(trade for trade, known in _KNOWN.items() if not known.isdisjoint(words))


_MACHINES: Final = frozenset({"machine", "machines"})
_NO_MACHINES: Final = frozenset({"virtual", "state", "vector", "boltzmann", "time", "washing", "coffee", "vending"})
"""What stands before machines that are a programme or are in a household."""
_NAMED_AFTER: Final = frozenset({"learning", "translation", "translations", "translated", "readable"})
"""What stands behind `machine` where something is only called after it."""
_KNOWN: Final[Mapping[Trade, frozenset[str]]] = {trade: frozenset(words.split()) for trade, words in _WORDS_OF.items()}
