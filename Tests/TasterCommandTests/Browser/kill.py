"""Kills the review page while decisions are sent to it one by one, and looks for those that it acknowledged.

    kill.py PROGRAM RUN DECISIONS

Needs nothing but Python. Prints a line; status 1 where an acknowledged decision is lost or the chain does not hold.
"""
import http.client
import json
import random
import re
import subprocess
import sys
import threading

PROGRAM, RUN, WANTED = sys.argv[1], sys.argv[2], int(sys.argv[3])
dice = random.Random(7)


def taster(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True)


def kept():
    return [json.loads(line) for line in taster("decisions", RUN, "--jsonl").stdout.splitlines()]


class Page:
    """The page, as a browser that entered by its link has it."""

    def __init__(self):
        self.process = subprocess.Popen([PROGRAM, "review", RUN, "--by", "ana"], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        link = self.process.stdout.readline().strip()
        self.base = link.split("/enter")[0]
        self.connection = http.client.HTTPConnection(self.base.split("//")[1], timeout=60)
        self.connection.request("GET", link[len(self.base):])
        answer = self.connection.getresponse()
        answer.read()
        self.cookie = answer.getheader("Set-Cookie").split(";")[0]
        self.connection.request("GET", "/decisions", headers={"Cookie": self.cookie})
        page = self.connection.getresponse().read().decode()
        self.secret = re.search(r'taster-secret" content="(\w+)"', page).group(1)

    def decide(self, value):
        self.connection.request("POST", "/decide", json.dumps(value), {
            "Cookie": self.cookie, "Origin": self.base, "Content-Type": "application/json",
            "X-Taster-CSRF": self.secret})
        answer = self.connection.getresponse()
        body = answer.read()
        return json.loads(body) if answer.status == 200 else {}


with open(f"{RUN}/findings.jsonl") as file:
    rows = [json.loads(line)["row"] for line in file]
acknowledged, kills, sent = {}, 0, 0
while (last := len(kept())) < WANTED:
    page = Page()
    killer = threading.Timer(dice.uniform(0.005, 0.4), page.process.kill)
    killer.start()
    try:
        while last < WANTED:
            verdict, reason = ("confirm", "release")[sent // len(rows) % 2], f"number {sent}"
            row = rows[sent % len(rows)]
            sent += 1
            answer = page.decide({"verdict": verdict, "rows": [row], "because": reason, "seen": last})
            if answer.get("decided") == 1:
                last = answer["last"]
                acknowledged[last] = (row, reason)
    except (OSError, http.client.HTTPException, ValueError):
        kills += 1
    killer.cancel()
    page.process.kill()
    page.process.wait()
    found = {d["number"]: (d["row"], d["reason"]) for d in kept()}
    lost = [number for number, decision in acknowledged.items() if found.get(number) != decision]
    proof = taster("verify", RUN, "-q")
    if lost or proof.returncode != 0:
        print(f"lost after {kills} kills: {lost[:5]}; {proof.stderr}")
        sys.exit(1)
print(f"{len(acknowledged)} decisions acknowledged over HTTP, {kills} kills, none lost")
