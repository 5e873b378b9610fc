"""Measures the review page on a finished run, in a browser and by plain requests.

    measure.py PROGRAM RUN

Prints seconds. Decides about rows of RUN, so give it a copy.
"""
import http.client
import json
import re
import signal
import subprocess
import sys
import time

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

PROGRAM, RUN = sys.argv[1], sys.argv[2]


def told(name, value):
    print(f"{name:58} {value:10.3f}", flush=True)


class Page:
    def __init__(self, base, cookie):
        self.connection = http.client.HTTPConnection(base.split("//")[1], timeout=600)
        self.base, self.cookie = base, cookie

    def get(self, path):
        self.connection.request("GET", path, headers={"Cookie": self.cookie})
        return self.connection.getresponse().read().decode()

    def post(self, path, value, secret):
        self.connection.request("POST", path, json.dumps(value), {
            "Cookie": self.cookie, "Origin": self.base, "Content-Type": "application/json",
            "X-Taster-CSRF": secret})
        return json.loads(self.connection.getresponse().read())


def main():
    start = time.monotonic()
    process = subprocess.Popen([PROGRAM, "review", RUN, "--by", "ana"], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
    link = process.stdout.readline().strip()
    told("start to link, s", time.monotonic() - start)
    base = link.split("/enter")[0]
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for flag in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]:
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))

    def view(name, address):
        start = time.monotonic()
        driver.get(address)
        told(f"{name}, s in the browser", time.monotonic() - start)

    view("link to first screen (overview)", link)
    view("overview again", base + "/")
    view("rows, first page", base + "/rows")
    view("rows, undecided, first page", base + "/rows?show=undecided")
    view("rows, filtered by class and score", base + "/rows?where=class%3Dspam+score%3E0.9")
    view("rows, filtered by detector and source", base + "/rows?where=detector%3Dlabel-flip+source%3Deu-7")
    view("rows, filtered by a word of the reason", base + "/rows?where=why~nearest")
    view("threshold", base + "/threshold?at=0.5")
    cookie = "; ".join(f"{c['name']}={c['value']}" for c in driver.get_cookies())
    page = Page(base, cookie)
    html = page.get("/rows?sort=row")
    rows = [int(n) for n in re.findall(r'data-row="(\d+)"', html)]
    last, pages = rows[-1], 0
    start = time.monotonic()
    while pages < 20:
        found = [int(n) for n in re.findall(r'data-row="(\d+)"', page.get(f"/rows?sort=row&after={last}"))]
        if not found:
            break
        last, pages = found[-1], pages + 1
        rows += found
    told(f"a page of 50, mean of {pages}, s", (time.monotonic() - start) / max(pages, 1))
    view("a case, first time", base + f"/rows/{rows[0]}")
    view("a case, again", base + f"/rows/{rows[0]}")
    driver.quit()
    secret = re.search(r'taster-secret" content="(\w+)"', page.get("/decisions")).group(1)
    seen = 0
    start = time.monotonic()
    for row in rows[:1000]:
        answer = page.post("/decide", {"verdict": "confirm", "rows": [row], "because": "measured",
                                       "seen": seen}, secret)
        assert answer["decided"] == 1, answer
        seen = answer["last"]
    told(f"decisions acknowledged a second, of {len(rows[:1000])}, one by one",
         len(rows[:1000]) / (time.monotonic() - start))
    start = time.monotonic()
    answer = page.post("/decide", {"verdict": "release", "where": "score<0.2", "because": "measured",
                                   "seen": seen}, secret)
    told(f"{answer['decided']} rows released by a filter, s", time.monotonic() - start)
    start = time.monotonic()
    answer = page.post("/apply", {}, secret)
    told("files written, s", time.monotonic() - start)
    start = time.monotonic()
    page.get("/")
    told("overview after these decisions, s", time.monotonic() - start)
    start = time.monotonic()
    page.get("/rows?show=undecided")
    told("undecided rows after these decisions, s", time.monotonic() - start)
    with open(f"/proc/{process.pid}/status") as status:
        memory = int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1))
    told("most memory of the program, MB", memory / 1000)
    start = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=600)
    told("Ctrl-C to end, s", time.monotonic() - start)


main()
