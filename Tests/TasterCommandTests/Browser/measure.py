"""Measures reports, decisions and the review page, in a browser and by plain requests.

    measure.py PROGRAM FOLDER

Makes its tables and runs in FOLDER, which needs 5 GB, and prints a table.
"""
import http.client
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

PROGRAM, FOLDER = sys.argv[1], sys.argv[2]


def told(name, value, digits=3):
    print(f"| {name} | {value:,.{digits}f} |", flush=True)


def seconds(name, *arguments):
    start = time.monotonic()
    subprocess.run([PROGRAM, *arguments, "-q"], check=False, stdout=subprocess.DEVNULL)
    if name:
        told(name, time.monotonic() - start)


def table(rows):
    """A table of so many rows: two overlapping classes, five sources, long texts now and then."""
    path = f"{FOLDER}/{rows}.csv"
    noise = random.Random(rows)
    with open(path, "w") as file:
        file.write("id,source,f1,f2,f3,f4,word,class\n")
        for i in range(rows):
            side = i % 2
            numbers = ",".join(f"{noise.gauss(1.5 * side, 1):.4f}" for _ in range(4))
            word = "<script>alert(1)</script>" * 4 if i % 50 == 0 else f"w{i % 7}"
            file.write(f"r{i},eu-{i % 5},{numbers},{word},{'spam' if side else 'ham'}\n")
    return path


def run(rows, *more, threshold="0"):
    """A run over such a table; by itself it holds every row."""
    path = f"{FOLDER}/run-{rows}"
    shutil.rmtree(path, ignore_errors=True)
    seconds(None, "scan", table(rows), "--label", "class", "--source", "source", "--id", "id",
            "--threshold", threshold, "--out", path, *more)
    return path


def sizes():
    for rows in (10, 10_000, 1_000_000):
        path = run(rows)
        told(f"report.html of {rows:,} held rows, kB", os.path.getsize(path + "/report.html") / 1000, 0)
        shutil.rmtree(path)


def releases():
    path = run(200_000)
    seconds("the ledger of 200,000 held rows made, s", "inspect", path)
    seconds("50,000 of 200,000 rows released and the files written, s", "release", path,
            "--rows", "1-50000", "--by", "ana", "--because", "measured")
    seconds("the same taken back, s", "release", path, "--undo", "--rows", "1-50000", "--by", "ana",
            "--because", "measured")
    seconds("all of it verified, s", "verify", path)


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


class Review:
    """The page on a run, and its link."""

    def __init__(self, path):
        self.process = subprocess.Popen([PROGRAM, "review", path, "--by", "ana"], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        self.link = self.process.stdout.readline().strip()
        self.base = self.link.split("/enter")[0]

    def enter(self):
        page = Page(self.base, "")
        page.connection.request("GET", self.link[len(self.base):])
        answer = page.connection.getresponse()
        answer.read()
        page.cookie = answer.getheader("Set-Cookie").split(";")[0]
        return page

    def end(self):
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=600)


def thresholds():
    review = Review(run(1_000_000, "--scores", threshold="0.9"))
    page = review.enter()
    for time_ in ("first time", "again"):
        start = time.monotonic()
        page.get("/threshold?at=0.01")
        told(f"threshold, the other rows of 1,000,000 counted, {time_}, s", time.monotonic() - start)
    review.end()


def page():
    path = run(200_000, "--scores")
    seconds(None, "inspect", path)
    start = time.monotonic()
    review = Review(path)
    told("start to link, s", time.monotonic() - start)
    process, link, base = review.process, review.link, review.base
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for flag in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]:
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))

    def view(name, address):
        start = time.monotonic()
        driver.get(address)
        told(f"{name}, in the browser, s", time.monotonic() - start)

    view("link to first screen (overview)", link)
    view("overview again", base + "/")
    view("rows, first page", base + "/rows")
    view("rows, undecided, first page", base + "/rows?show=undecided")
    view("rows, filtered by class and score", base + "/rows?where=class%3Dspam+score%3E0.9")
    view("rows, filtered by detector and source", base + "/rows?where=detector%3Dlabel-flip+source%3Deu-7")
    view("rows, filtered by a word of the reason", base + "/rows?where=why~nearest")
    view("threshold, first time", base + "/threshold?at=0.5")
    view("threshold, again", base + "/threshold?at=0.4")
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
    told(f"decisions acknowledged a second, of {len(rows[:1000]):,}, one by one",
         len(rows[:1000]) / (time.monotonic() - start), 0)
    start = time.monotonic()
    answer = page.post("/decide", {"verdict": "release", "where": "class=spam row<100000", "because": "measured",
                                   "seen": seen}, secret)
    told(f"{answer['decided']:,} rows released by a filter, s", time.monotonic() - start)
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
    told("most memory of the page's program, MB", memory / 1000, 0)
    start = time.monotonic()
    review.end()
    told("Ctrl-C to end, s", time.monotonic() - start)


os.makedirs(FOLDER, exist_ok=True)
print("| Figure | |\n| --- | ---: |")
sizes()
releases()
page()
thresholds()
