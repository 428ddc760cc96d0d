"""The page in a real browser: by keyboard alone, without scripts, on a phone, in light and dark, and for axe."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from flask import Flask
from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException, WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

from by_night import IS_NIGHT
from threaded_server import answering

pytestmark = pytest.mark.slow("opens pages in Chromium")

AXE = Path(__file__).parent / "axe" / "axe.min.js"
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
SECONDS = 60
OF_THE_PAGE_BEFORE = "does not belong to the document"
FRAUD = "/?scenario=credit-card-fraud"
CHURN = quote('{"title":"Churn of customers","task":"binary-classification","data":{"modality":"tabular"}}')
VIEWS = [(360, "dark"), (1400, "light"), *([(360, "light"), (1400, "dark")] if IS_NIGHT else [])]


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    """Return where the app answers real requests."""
    with answering(app) as address:
        yield address


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    missing = [name for name, path in (("chromium", program), ("chromedriver", driver)) if path is None]
    assert missing == [], "scripts/install-browser installs them"
    options = webdriver.ChromeOptions()
    options.binary_location = str(program)
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service(driver))
    browser.set_page_load_timeout(SECONDS)
    yield browser
    browser.quit()


@pytest.fixture
def browser(chromium: webdriver.Chrome) -> Iterator[webdriver.Chrome]:
    """Return the browser as a desktop in light colours; nothing may be complained of in its console."""
    shown(chromium, 1400, "light")
    yield chromium
    said = [entry["message"] for entry in chromium.get_log("browser")]
    assert [each for each in said if "the server responded with a status of 4" not in each] == []


def shown(browser: webdriver.Chrome, width: int, scheme: str) -> None:
    """Give the browser a width and a colour scheme."""
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)


def until(browser: webdriver.Chrome, holds: Callable[[webdriver.Chrome], Any]) -> Any:
    """Wait until something holds, across a replaced page."""

    def found(browser: webdriver.Chrome) -> Any:
        try:
            return holds(browser)
        except WebDriverException as error:  # the driver has no class of its own for a node of the page before
            if OF_THE_PAGE_BEFORE not in str(error):
                raise
            return False

    stale = [StaleElementReferenceException, NoSuchElementException]
    return WebDriverWait(browser, SECONDS, poll_frequency=0.05, ignored_exceptions=stale).until(found)


def element(browser: webdriver.Chrome, selector: str) -> WebElement:
    return browser.find_element(By.CSS_SELECTOR, selector)


def start(browser: webdriver.Chrome) -> str:
    return element(browser, ".start").text


def question(browser: webdriver.Chrome) -> str:
    return str(element(browser, "input[name=question]").get_attribute("value"))


def retype(browser: webdriver.Chrome, selector: str, text: str) -> None:
    """Type over what a control holds, and leave it by the keyboard."""
    element(browser, selector).send_keys(Keys.CONTROL, "a", Keys.NULL, text, Keys.TAB)


def kept(browser: webdriver.Chrome, address: str) -> None:
    """Open a scenario, and keep its answer."""
    browser.get(f"{address}{FRAUD}")
    element(browser, "#do-keep").click()
    until(browser, lambda b: "/answers/" in b.current_url)


def unfold_all(browser: webdriver.Chrome, within: WebElement) -> None:
    script = "arguments[0].querySelectorAll('details').forEach((each) => { each.open = true })"
    browser.execute_script(script, within)


def unfolded(browser: webdriver.Chrome) -> None:
    """Unfold all below the first of why, the first of why not, and all else that the answer says."""
    for section in ("why", "why-not", "rest"):
        each = element(browser, f"[aria-labelledby={section}] details.why")
        each.find_element(By.TAG_NAME, "summary").click()
        until(browser, lambda b, each=each: each.find_elements(By.CSS_SELECTOR, "details"))
        unfold_all(browser, each)


def faults(browser: webdriver.Chrome) -> list[str]:
    """Return what axe finds wrong with the page in each view, and where it is wider than its window."""
    browser.execute_script(AXE.read_text("utf-8"))
    found = []
    for width, scheme in VIEWS:
        shown(browser, width, scheme)
        told = browser.execute_async_script("axe.run().then(arguments[arguments.length - 1])")
        assert len(told["passes"]) > 10
        found += [f"{width} {scheme}: {each['id']}: {each['nodes'][0]['html']}" for each in told["violations"]]
        wide = browser.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
        found += [f"{width}: {wide} pixels too wide"] if wide > 0 else []
    return found


def test_axe_finds_nothing_wrong_in_either_scheme_on_a_phone_or_a_desktop_and_no_page_is_wider_than_it(
    browser: webdriver.Chrome, address: str
) -> None:
    for place in ("/", FRAUD, "/?brief={", "/answers/none"):
        browser.get(f"{address}{place}")
        assert faults(browser) == [], place
    kept(browser, address)
    unfolded(browser)
    assert faults(browser) == []


def test_colours_follow_the_scheme_of_the_system(browser: webdriver.Chrome, address: str) -> None:
    browser.get(address)
    papers = set()
    for scheme in ("light", "dark"):
        shown(browser, 1400, scheme)
        papers.add(browser.execute_script("return getComputedStyle(document.body).backgroundColor"))
    assert papers == {"rgb(255, 255, 255)", "rgb(22, 24, 28)"}


def test_a_changed_fact_changes_the_answer_in_place_and_keeps_the_keyboard_where_it_is(
    browser: webdriver.Chrome, address: str
) -> None:
    browser.get(f"{address}{FRAUD}")
    browser.execute_script("window.is_same_page = true")
    before = start(browser)
    retype(browser, "#fact-data-labelled_rows", "300")
    until(browser, lambda b: start(b) != before)
    assert browser.execute_script("return window.is_same_page")
    assert '"labelled_rows":300' in unquote(browser.current_url)
    assert browser.switch_to.active_element.get_attribute("id") == "fact-data-features"
    assert start(browser).splitlines()[0] in element(browser, "#said").get_attribute("textContent")
    browser.back()
    until(browser, lambda b: start(b) == before)


def test_what_was_typed_wrongly_is_told_in_place_and_has_the_keyboard(browser: webdriver.Chrome, address: str) -> None:
    browser.get(f"{address}{FRAUD}")
    retype(browser, "#fact-data-rows", "many")
    problem = until(browser, lambda b: b.find_elements(By.CSS_SELECTOR, "#fact-data-rows-problem"))[0]
    assert "takes a count" in problem.text
    until(browser, lambda b: b.switch_to.active_element.get_attribute("id") == "fact-data-rows")
    retype(browser, "#fact-data-rows", "2000m")
    until(browser, lambda b: not b.find_elements(By.CSS_SELECTOR, ".problem"))


def test_what_is_typed_while_the_answer_follows_stays(browser: webdriver.Chrome, address: str) -> None:
    browser.get(f"{address}{FRAUD}")
    before = start(browser)
    retype(browser, "#fact-data-labelled_rows", "300")
    browser.switch_to.active_element.send_keys(Keys.CONTROL, "a", Keys.NULL, "77")
    until(browser, lambda b: start(b) != before)
    assert element(browser, "#fact-data-features").get_attribute("value") == "77"
    assert element(browser, "#fact-data-labelled_rows").get_attribute("value") == "300"
    element(browser, "#do-keep").click()
    until(browser, lambda b: "/answers/" in b.current_url)
    assert start(browser) != before


def test_facts_that_other_words_tell_are_shown_at_once_and_stay_words(browser: webdriver.Chrome, address: str) -> None:
    browser.get(f"{address}/?brief={CHURN}")
    retype(browser, "#title", "Credit card fraud")
    kind = "card-payment-fraud"
    until(browser, lambda b: element(b, "#fact-project-application").get_attribute("value") == kind)
    assert element(browser, "#fact-stakes-adversarial").get_attribute("value") == "yes"
    assert browser.switch_to.active_element.get_attribute("id") == "fact-task"
    retype(browser, "#fact-project-application", "none")
    until(browser, lambda b: '"application":"none"' in unquote(b.current_url))
    assert "adversarial" not in unquote(browser.current_url)


def test_other_words_leave_alone_what_is_typed_meanwhile(browser: webdriver.Chrome, address: str) -> None:
    browser.get(f"{address}/?brief={CHURN}")
    browser.execute_script("""addEventListener("htmx:before:swap", () => {
        document.getElementById("fact-project-application").value = "none";
    }, {capture: true, once: true})""")
    retype(browser, "#title", "Credit card fraud")
    until(browser, lambda b: element(b, "h1").text == "Credit card fraud")
    assert element(browser, "#fact-project-application").get_attribute("value") == "none"


def test_the_keyboard_alone_leads_from_the_first_question_to_a_kept_answer_and_its_sources(
    browser: webdriver.Chrome, address: str
) -> None:
    def tab_to(selector: str) -> WebElement:
        for _ in range(80):
            if browser.execute_script("return document.activeElement.matches(arguments[0])", selector):
                return browser.switch_to.active_element
            browser.switch_to.active_element.send_keys(Keys.TAB)
        raise AssertionError(f"the keyboard never reaches {selector}")

    browser.get(address)
    tab_to("[name=task]").send_keys("Binary")
    tab_to("[name='data.modality']").send_keys("Tabular", Keys.TAB)
    tab_to("main button").send_keys(Keys.ENTER)
    until(browser, lambda b: b.find_elements(By.ID, "do-answer"))
    asked = question(browser)
    tab_to("#do-unknown").send_keys(Keys.ENTER)
    until(browser, lambda b: question(b) != asked)
    assert browser.switch_to.active_element.get_attribute("id") == "question"
    asked = question(browser)
    browser.switch_to.active_element.send_keys(Keys.TAB)
    answer = browser.switch_to.active_element
    answer.send_keys(Keys.SPACE) if answer.get_attribute("type") in ("radio", "checkbox") else answer.send_keys("20")
    tab_to("#do-answer").send_keys(Keys.ENTER)
    until(browser, lambda b: question(b) != asked)
    tab_to("#do-keep").send_keys(Keys.ENTER)
    until(browser, lambda b: "/answers/" in b.current_url)
    tab_to("details.why summary").send_keys(Keys.ENTER)
    until(browser, lambda b: b.find_elements(By.CSS_SELECTOR, "details.why details"))
    tab_to("details.why details summary").send_keys(Keys.ENTER)
    assert element(browser, "details.why details").get_attribute("open")


def test_why_not_unfolds_in_place_down_to_where_a_source_can_be_opened(browser: webdriver.Chrome, address: str) -> None:
    kept(browser, address)
    out = element(browser, "[aria-labelledby=why-not] details.why")
    out.find_element(By.TAG_NAME, "summary").click()
    until(browser, lambda b: "What would have to change" in out.text)
    unfold_all(browser, out)
    assert out.find_elements(By.CSS_SELECTOR, "details details a[href^=https]")[0].is_displayed()


def test_without_scripts_forms_lead_from_the_first_question_to_a_kept_answer(
    browser: webdriver.Chrome, address: str
) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(address)
        Select(element(browser, "[name=task]")).select_by_value("regression")
        Select(element(browser, "[name='data.modality']")).select_by_value("tabular")
        element(browser, "main button").click()
        asked = until(browser, question)
        element(browser, "#do-unknown").click()
        until(browser, lambda b: question(b) != asked)
        element(browser, "#do-keep").click()
        until(browser, lambda b: "/answers/" in b.current_url)
        element(browser, "details.why summary").click()
        element(browser, "details.why a").click()
        until(browser, lambda b: "weight" in element(b, "#unfolded").text)
        assert element(browser, "#unfolded").text.count("weight") > 3
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_hostile_title_runs_nothing(browser: webdriver.Chrome, address: str) -> None:
    browser.get(address)
    browser.execute_script("document.title = 'unharmed'")
    hostile = '</title></textarea><img src=x onerror="document.title=1"><script>document.title=2</script>'
    browser.get(f"{address}{FRAUD}")
    retype(browser, "#title", hostile)
    until(browser, lambda b: hostile in element(b, "h1").text)
    element(browser, "#do-keep").click()
    until(browser, lambda b: "/answers/" in b.current_url)
    assert element(browser, "h1").text == hostile
    assert browser.title == f"{hostile} · whichml"
    assert not browser.find_elements(By.TAG_NAME, "img")
