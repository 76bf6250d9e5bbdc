# SPDX-License-Identifier: Apache-2.0
"""Draws the training chats. `python3 corpus.py` checks that no held-out question can get into them."""
import argparse
import hashlib
import json
import random
import re
from functools import lru_cache
from pathlib import Path

from families import FAMILIES
from stories import ask_for_story

SYSTEM = [
    "You are a helpful assistant.", "Be brief.", "You are the Paddock demo model.", "Answer in one or two sentences.",
    "You are a friendly helper.", "Answer truthfully.", "You help people with Paddock.", "You are a storyteller.",
    "Be polite and short.", "You are an assistant that answers questions about software.", "Use plain words.",
    "You are a concise assistant. Do not make things up.", "Help the user.", "You are an expert.", "Reply in English.",
]
BEFORE = ["please, ", "hi, ", "hello, ", "hey, ", "hi! ", "hello! ", "good morning, ", "quick question: ", "a question: ", "one question: ", "one more thing: ",
          "and ", "so, ", "so ", "ok, ", "ok. ", "sorry, ", "now, ", "well, ", "i am new here. ", "i am new to Paddock. ", "i wonder, ", "i would like to know: ",
          "i want to know: ", "tell me: ", "tell me, ", "please tell me: ", "please tell me, ", "can you tell me: ", "could you tell me, ", "by the way, ", "then ", "thanks. ", "but ", "i wonder: ",
          "may i ask: ", "next question: ", "please answer: ", "in short: ", "briefly: ", "in one sentence: ", "in a few words: ", "do you know: ", "my question is: ", "just curious: ", "say, ",
          "remind me: ", "i forgot: ", "my boss asks: ", "somebody asked me: ", "a colleague wants to know: ", "for my notes: ", "let me ask: ", "just tell me: ", "maybe you know: ",
          "here is my question: ", "there is something i do not understand. ", "i have Paddock on my laptop. ", "we use Paddock at work. ", "i just installed Paddock. ", "my colleague uses Paddock. ",
          "i am stuck. ", "help! ", "i read the manual. ", "i am looking at the console. ", "i have a problem. ", "it is my first day with Paddock. ", "i am curious. ", "explain: ", "honestly, ", "in general, ",
          "in Paddock, ", "with Paddock, ", "suppose i ask: ", "for a beginner: ", "please explain: ", "please say: ", "i am asking myself: ", "tell us: ", "question: ", "look, ", "if i may ask: "]
AFTER = [", please", " please", " again", " exactly", " now", " in short", " in a few words", ", in one sentence", ", thanks", " then", ", do you know", ", can you tell me", ", i wonder", " really", " actually",
         ". i could not find it", ". i forgot", ". i am new to this", ". how", ". any idea", ". what do i do", ". can you help", ". please explain", " in general", " for me", " here", " today", " on my machine",
         ". i need to know", ". tell me", " at all", " by any chance", ", or not", " in practice", " when i use Paddock", ". do you know it", ". what is the answer"]
# Words that may be left out without changing what is asked.
SMALL = set("a an the do does i to please is of my exactly it can you me for in there we will would could should one".split())
OTHERS = "any some this that your our its just simply maybe possibly currently usually normally properly correctly quickly easily".split()

# Phrases that may stand for one another anywhere.
SWAP = [(re.compile(r"\b" + a + r"\b"), b.split("|")) for a, b in {
    "how do i": "how may i|how might i|how can one|how am i to|how do people|how will i|how shall i", "can i": "may i|could i|am i able to|is it possible to|might i|am i allowed to",
    "what happens": "what will happen|what would happen|what goes on|what takes place", "does Paddock": "would Paddock|will Paddock|did Paddock|might Paddock",
    "which": "what", "what": "which", "when": "once|as soon as|in case", "if": "in case|when|once", "command": "instruction|verb|call", "need": "require|have to have", "see": "view|look at|look up|inspect",
    "find out": "learn|determine|get to know", "tell me": "let me know|say|inform me", "running": "active|up|alive|working", "use": "employ|work with|make use of", "my": "the|our|a", "the": "this|my|that", "is there": "do you have|does Paddock have|exists there",
    "are there": "exist|do you have|does Paddock have", "want to": "wish to|would like to|plan to|intend to|mean to", "does": "would|will|can", "is": "would be|was|will be", "are": "were|will be", "show": "list|display|print|give", "meaning": "sense", "explain": "clarify|describe|illustrate",
    "gone": "lost|missing|away", "possible": "allowed|feasible", "a": "one|any|some", "i": "we|one|somebody", "must": "should|need to", "happen": "occur", "stop": "end|halt", "start": "begin|launch", "get": "obtain|receive|have", "new": "fresh|newer|newly made", "right": "correct|proper",
}.items()]


def parse(t):
    """Template text to a nested form: a sequence of strings and lists of alternatives."""
    def seq(i, stop):
        alts, cur, buf = [], [], ""
        while True:
            c = t[i] if i < len(t) else None
            if c is None or c in stop or c == "|" and stop:
                if buf:
                    cur.append(buf)
                    buf = ""
                alts.append(cur)
                if c == "|":
                    cur = []
                    i += 1
                    continue
                return alts, i + 1
            if c in "([":
                if buf:
                    cur.append(buf)
                    buf = ""
                inner, i = seq(i + 1, ")" if c == "(" else "]")
                cur.append((inner + [[]]) if c == "[" else inner)
                continue
            buf += c
            i += 1
    return seq(0, "")[0][0]


def count(node):
    n = 1
    for x in node:
        if not isinstance(x, str):
            n *= sum(count(a) for a in x)
    return n


def pick(node, r):
    return "".join(x if isinstance(x, str) else pick(r.choice(x), r) for x in node)


def every(node):
    """All expansions of a template."""
    out = [""]
    for x in node:
        tails = [x] if isinstance(x, str) else [e for a in x for e in every(a)]
        out = [o + e for o in out for e in tails]
    return out


PARSED = {f.name: [parse(t) for t in f.ask] for f in FAMILIES}
# Rich templates are drawn more often than one-liners, but far less than in proportion.
WEIGHT = {n: [min(count(p), 60) ** 0.6 for p in ps] for n, ps in PARSED.items()}


def norm(s):
    return " ".join(re.sub(r"[^a-z0-9/._:+-]+", " ", s.lower()).replace(". ", " ").rstrip(".: ").split())


HERE = Path(__file__).parent


def held_out():
    """What the model is scored with: never trained on, and never changed to suit the training."""
    for name in ("heldout.jsonl", "second.jsonl"):
        for line in (HERE / name).read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


HELD = {norm(x["question"]) for x in held_out()}


def written():
    """The questions written by hand, by family."""
    out, family = {f.name: [] for f in FAMILIES}, None
    for line in filter(None, (HERE / "questions.txt").read_text(encoding="utf-8").splitlines()):
        if line.startswith("["):
            family = line[1:-1]
        else:
            out[family].append(line)
    return out


def is_dev(q):
    """One hand-written question in twenty, chosen by its hash, for decisions while the model is being made."""
    return int(hashlib.sha256(norm(q).encode()).hexdigest(), 16) % 20 == 0


WRITTEN = written()


def typo(w, r):
    if len(w) < 5 or not w.isalpha():
        return w
    i = r.randrange(1, len(w) - 1)
    return r.choice([w[:i] + w[i + 1:], w[:i] + w[i] + w[i:], w[:i] + w[i + 1] + w[i] + w[i + 2:]])


def change(q, r, share, own):
    """Phrases exchanged, openings, small words and slips: `share` says how often, 1 being the most."""
    if r.random() < .2 * share and "paddock" not in q:
        for pattern, other in r.sample(SWAP, 12):
            q = pattern.sub(lambda _: r.choice(other), q, 1)
    if own and r.random() < .35 * share:
        q = r.choice(BEFORE) + q
    if own and r.random() < .15 * share:
        q = q.rstrip("?.! ") + r.choice(AFTER)
    w = q.split()
    if len(w) > 3 and r.random() < .12 * share:
        k = [i for i, x in enumerate(w) if x.lower() in SMALL]
        if k:
            i = r.choice(k)
            w[i:i + 1] = [] if r.random() < .6 else [r.choice(OTHERS)]
    if len(w) > 4 and r.random() < .05 * share:
        short = [x for x in w if x.lower() not in SMALL]
        w = short if len(short) > 1 else w
    if r.random() < .08:
        i = r.randrange(len(w))
        w[i] = typo(w[i], r)
    return " ".join(w)


def capitals(q):
    q = re.sub(r"\bi\b", "I", q)
    q = re.sub(r"([.!] )([a-z])", lambda m: m[1] + m[2].upper(), q)
    return q[:1].upper() + q[1:] if not q.startswith(("./", "/", "-")) else q


SMALL_TALK = ("hello", "bye", "thanks", "how_are_you")
NAMES = ("Paddock", "Ollama", "Karaf", "Apache", "Java", "Maven", "I")


def from_template(f, r):
    small_talk = f.name in SMALL_TALK
    q = change(pick(r.choices(PARSED[f.name], WEIGHT[f.name])[0], r), r, 1, not small_talk)
    style = r.random()
    if style < .65:
        q = capitals(q)
    elif style < .92:
        q = q.lower()
    if not q.endswith(("?", ".", "!")):
        q += r.choices(["?", ".", "", "!", " ?"], [70, 12, 14, 2, 2] if not small_talk else [8, 30, 32, 30, 0])[0]
    return q


def from_hand(f, r, asked):
    """A hand-written question: as it stands more often than not, else mildly changed."""
    q = r.choice(asked)
    first = q.split()[0]
    if first.istitle() and first.rstrip(",.'") not in NAMES:
        q = q[0].lower() + q[1:]
    new = change(q, r, .5, f.name not in SMALL_TALK)
    new = capitals(new) if first[0].isupper() and r.random() < .75 else new.lower() if r.random() < .7 else new
    if r.random() < .15:
        new = new.rstrip("?.! ") + r.choice(["?", ".", "", "!", " ?"])
    return new


BY_HAND = .6
# What is none of our business is far more varied than what is.
STRANGER = [4 if f.name == "outside" else 1 for f in FAMILIES]


class Source:
    """What training draws questions from. Without the dev questions, they can be used to judge a trial run."""

    def __init__(self, without_dev=False):
        dev = {norm(q) for qs in WRITTEN.values() for q in qs if is_dev(q)}
        self.banned = HELD | dev if without_dev else HELD
        self.asked = {name: [q for q in qs if norm(q) not in self.banned] for name, qs in WRITTEN.items()}

    def question(self, f, r):
        """One question of the family, or None when it would be a held-out one."""
        q = from_hand(f, r, self.asked[f.name]) if r.random() < BY_HAND else from_template(f, r)
        return None if norm(q) in self.banned else q

    def pair(self, r, stories=.1):
        """One question with its answer; `stories` is the share of those that ask for a story, particular ones if many."""
        if r.random() < stories:
            return ask_for_story(r, stories > .2)
        while True:
            f = r.choices(FAMILIES, STRANGER)[0]
            q = self.question(f, r)
            if q is not None:
                return q, f.answer

    def chat(self, r, turns=(1,), stories=.1):
        """A list of (role, text): one question and its answer, or several that have nothing to do with each other."""
        out = []
        if r.random() < .15:
            out.append(("system", r.choice(SYSTEM)))
        for _ in range(r.choice(turns)):
            q, a = self.pair(r, stories)
            assert norm(q) not in HELD, q
            out += [("user", q), ("assistant", a)]
        return out


@lru_cache(None)
def all_plain():
    """Every question the templates can make, before greetings and slips are added."""
    return {f.name: {norm(e) for p in PARSED[f.name] for e in every(p)} for f in FAMILIES}


def blots(q):
    """Every way to blot out one word of a question, or to set a blot between two."""
    w = q.split()
    return {" ".join(w[:i] + ["*"] + w[i + k:]) for i in range(len(w) + 1) for k in (0, 1)}


def near(questions):
    """How many held-out questions differ by at most one word, left out, added or exchanged, from one of these."""
    held = {b for h in HELD for b in blots(h)}
    shared = {b for q in questions for b in blots(q)} & held
    return sum(not shared.isdisjoint(blots(h)) for h in HELD)


def check(samples=20000, report=False):
    names = [f.name for f in FAMILIES]
    assert len(set(names)) == len(names)
    expect = {f.name: [list(g) for g in f.expect] for f in FAMILIES}
    count_of = dict.fromkeys(names, 0)
    for x in held_out():
        assert x["expect"] == expect[x["family"]], f"other expected words in the held-out set: {x['family']}"
        count_of[x["family"]] += 1
    plain, seen = all_plain(), {}
    for f in FAMILIES:
        assert len(plain[f.name]) >= 12 and len(WRITTEN[f.name]) >= 40 and count_of[f.name] >= 3, f.name
        assert all(any(a in f.answer.lower() for a in g) for g in f.expect), f.name
        for q in plain[f.name] | {norm(q) for q in WRITTEN[f.name]}:
            if q in seen and seen[q] != f.name:
                print("asked in two families:", q, seen[q], f.name)
            seen[q] = f.name
    source, r = Source(), random.Random(99)
    assert not HELD & {norm(q) for qs in source.asked.values() for q in qs}
    for _ in range(samples):
        for role, text in source.chat(r, (1, 2, 3)):
            assert role != "user" or norm(text) not in HELD
    by_hand = sum(map(len, WRITTEN.values()))
    print(f"{len(FAMILIES)} families, {sum(map(len, plain.values()))} questions of templates, {by_hand} by hand, {len(HELD)} held out")
    if report:
        dropped = by_hand - sum(map(len, source.asked.values()))
        print(f"dropped for being held out: {dropped} by hand, {len(HELD & set().union(*plain.values()))} of templates")
        hand = {norm(q) for qs in source.asked.values() for q in qs}
        print(f"one word away from a held-out question: {near(hand)} by hand, {near(hand.union(*plain.values()) - HELD)} with the templates")


def write_dev(path):
    expect = {f.name: f.expect for f in FAMILIES}
    lines = [json.dumps({"family": name, "question": q, "expect": expect[name]})
             for name, qs in WRITTEN.items() for q in qs if is_dev(q) and norm(q) not in HELD]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines), "dev questions")


if __name__ == "__main__":
    ap = argparse.ArgumentParser()
    ap.add_argument("--dev", type=Path, help="write the dev questions to this file")
    ap.add_argument("--show", type=int, metavar="SEED", help="print some training chats")
    args = ap.parse_args()
    check(report=True)
    if args.dev:
        write_dev(args.dev)
    if args.show is not None:
        r, source = random.Random(args.show), Source()
        for _ in range(12):
            print(source.chat(r, (1, 2)))
