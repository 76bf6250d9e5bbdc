# SPDX-License-Identifier: Apache-2.0
"""Short children's stories from a few plots. Every sentence is our own."""
import re

HERO = ("fox cat dog rabbit bear mouse owl frog duck turtle horse pig hen goat bird fish lion sheep hedgehog squirrel "
        "dragon robot wolf tiger elephant monkey donkey deer swan crow snail bee ant whale penguin pony kitten puppy badger otter "
        "beaver giraffe zebra camel parrot seal crab spider butterfly king queen knight baker farmer sailor wizard girl boy gardener").split()
HELPER = "fox cat dog rabbit bear mouse owl frog duck turtle horse goat bird hedgehog squirrel deer crow badger otter robin".split()
NAME = "Lily Tom Mia Ben Anna Leo Zoe Max Ella Sam Nora Finn Ruby Jack Ivy Noah Pip Rosa Otto Hugo Clara Emil Tilda Bruno".split()
TRAIT = "little brave shy happy clever kind lazy curious quiet funny gentle young old tiny".split()
PLACE = "forest garden park village river meadow beach hill farm lake mountain castle city desert island market".split()
THING = "ball kite book lamp hat drum boat key cake flower map bell basket blanket stone box ring clock cup scarf coin apple".split()
COLOUR = "red blue green yellow white black brown orange purple pink silver golden".split()
WEATHER = "sunny rainy windy cold warm snowy foggy quiet".split()
END = ["It is good to help a friend.", "A small act can mean a lot.", "It is fine to ask for help.", "Brave does not mean never being afraid.",
       "Sharing makes things better.", "And they were happy ever after.", "Good friends are worth more than gold.", ""]


def an(w):
    return ("an " if w[0] in "aeiou" else "a ") + w


def lost(h, n, t, p, m, k, c, r):
    return [f"{n} had a {c} {t} and took it everywhere.", f"One day the {t} was gone.", f"{n} looked by the {p}, but could not find it.",
            f"Then a {k} named {m} came by.", f'"Why are you so sad?" asked {m}.', f'"I have lost my {t}," said {n}.',
            r.choice([f"Together they looked under every tree, and there it was.", f"Together they looked until the evening, and {m} found it under a leaf."]), f"{n} thanked {m} with a big hug."]


def dark(h, n, t, p, m, k, c, r):
    return [f"{n} was not afraid of anything but the dark.", f"One night {n} had to walk home past the {p}.", "It was very dark, and every sound was strange.",
            f"A {k} named {m} saw this and came closer.", f'"Take my {t}," said {m}. "It will keep you safe."', f"{n} held the {c} {t} and walked on, step by step.",
            f"Soon {n} was home.", "The dark was still there, but it was only the dark."]


def storm(h, n, t, p, m, k, c, r):
    return [f"One {r.choice(WEATHER)} morning {n} went to the {p} with a {c} {t}.", "Suddenly dark clouds came, and it began to rain.", f"{n} had no place to hide.",
            f'"Come in!" called a {k} named {m} from a small dry cave.', f"{n} came in and {m} shared some warm bread.", f"They told each other stories until the rain stopped.",
            f"{n} gave {m} the {t} to say thank you.", f"From that day on {n} and {m} were best friends."]


def contest(h, n, t, p, m, k, c, r):
    return [f"Every year there was a race around the {p}, and the prize was a {c} {t}.", f"{n} wanted to win it more than anything.", f"On the day of the race {n} was in front.",
            f"Then {n} saw a {k} named {m} who had fallen.", f"{n} stopped and helped {m} up.", "They walked to the end side by side, and they came last.",
            f"But everyone cheered, and {n} and {m} got the {t} together."]


def gift(h, n, t, p, m, k, c, r):
    return [f"{n} wanted to make a gift for a {k} named {m}.", f"All day {n} worked by the {p} on a {c} {t}.", f"In the evening the {t} was ready, but it was not quite straight.",
            f'"It is not very good," said {n}.', f'"You made it yourself," said {m}, "so it is the best {t} of all."', f"{m} kept the {t} in a safe place and looked at it every day."]


def friend(h, n, t, p, m, k, c, r):
    return [f"{n} was new at the {p} and had no one to play with.", f"Every day {n} sat alone with a {c} {t}.", f"One {r.choice(WEATHER)} day a {k} named {m} sat down too.",
            f'"May I play with you?" asked {m}.', f'"Yes, please," said {n}.', "They played until the sun went down.", f"The next day {m} came again, and the day after that as well."]


def hole(h, n, t, p, m, k, c, r):
    return [f"One {r.choice(WEATHER)} day {n} walked to the {p} and did not look where to step.", f"{n} fell into a deep hole.", f'"Help!" called {n}.',
            f"A {k} named {m} heard it and ran to fetch a long rope.", f"{m} pulled and pulled, and at last {n} was out.", f'"How can I thank you?" asked {n}.',
            f'"Let us have tea," said {m}.', f"So they had tea and laughed, and {n} gave {m} a {c} {t}."]


def dream(h, n, t, p, m, k, c, r):
    return [f"{n} dreamed of seeing what was behind the {p}.", f"So one morning {n} packed a {c} {t} and went off.", f"On the way {n} met a {k} named {m}.",
            f'"Where are you going?" asked {m}.', f'"To see the world," said {n}.', f"They went together, over hills and past rivers, until they saw the sea.",
            f'"It is so big!" said {n}.', f"At night they came home, tired and glad."]


PLOTS = [lost, dark, storm, contest, gift, friend, hole, dream]


def story(r, hero=None, thing=None, place=None, name=None, trait=None):
    h, t, p = hero or r.choice(HERO), thing or r.choice(THING), place or r.choice(PLACE)
    n, tr = name or r.choice(NAME), trait or r.choice(TRAIT)
    m, k = r.choice([x for x in NAME if x != n]), r.choice([x for x in HELPER if x != h])
    start = r.choice([f"Once upon a time there was {an(tr)} {h} named {n}.", f"There once was {an(tr)} {h} called {n}.", f"{n} was {an(tr)} {h}."])
    home = r.choice([f"{n} lived near the {p}.", f"{n} lived in a small house by the {p}."])
    text = " ".join(x for x in [start, home] + r.choice(PLOTS)(h, n, t, p, m, k, r.choice(COLOUR), r) + [r.choice(END)] if x)
    return re.sub(r"\b([Aa]) (?=[aeiou])", r"\1n ", text)


def ask_for_story(r, particular=False):
    """A request for a story and the story, which keeps to what was asked for: more of that if it is to be particular."""
    s = r.choice(["story", "short story", "story", "tale", "little story", "bedtime story", "fairy tale", "nice story"])
    lead = r.choice([f"tell me {an(s)}", f"tell me {an(s)}", f"please tell me {an(s)}", f"write {an(s)}", f"write me {an(s)}", f"can you tell me {an(s)}", f"could you write {an(s)}",
                     f"I would like {an(s)}", f"give me {an(s)}", f"{s}", f"I want to hear {an(s)}", f"make up {an(s)}", f"do you know {an(s)}", f"hi, tell me {an(s)}", f"tell {an(s)}", f"now tell me {an(s)}"])
    h, t, p, n, tr = r.choice(HERO), r.choice(THING), r.choice(PLACE), r.choice(NAME), r.choice(TRAIT)
    k = 1 - .42 * r.random() if particular and r.random() < .7 else r.random()
    about = r.choice(["about", "about", "about", "with", "of"])
    if k < .16:
        q, a = r.choice([lead, lead, lead, "another story", "one more story", "another one, please", "tell me another one"]), story(r)
    elif k < .52:
        q, a = f"{lead} {about} {an(h)}", story(r, h)
    elif k < .64:
        q, a = f"{lead} {about} {an(tr)} {h}", story(r, h, trait=tr)
    elif k < .74:
        q, a = f"{lead} {about} {an(h)} and {an(t)}", story(r, h, thing=t)
    elif k < .84:
        q, a = f"{lead} {about} {an(h)} {r.choice(['in', 'by', 'near', 'at'])} the {p}", story(r, h, place=p)
    elif k < .94:
        q, a = f"{lead} {about} {an(h)} {r.choice(['named', 'called'])} {n}", story(r, h, name=n)
    else:
        q, a = f"{lead} {about} {an(tr)} {h} {r.choice(['named', 'called'])} {n}", story(r, h, name=n, trait=tr)
    q = q[0].upper() + q[1:] if r.random() < .75 else q.lower()
    return q + r.choices([".", "?", "!", "", " please."], [60, 14, 6, 16, 4])[0], a
