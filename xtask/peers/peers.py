"""Times public tools that someone could take instead, on the same articles, one thread each.

usage: python peers.py FILE.jsonl [ARTICLES]

Prints `tool,version,what,articles,mb,seconds,mb_per_s`. A tool that is not installed, or that needs a model which is not,
is told and left out. From the Python package index: spacy, textacy, proselint.
"""

import importlib
import importlib.metadata
import json
import sys
import time


def texts(path, most):
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number == most:
                return
            yield json.loads(line)["text"]


def timed(tool, what, work, articles):
    version = importlib.metadata.version(tool)
    start = time.perf_counter()
    for text in articles:
        work(text)
    seconds = time.perf_counter() - start
    mega = sum(len(text.encode()) for text in articles) / 1e6
    print(f"{tool},{version},{what},{len(articles)},{mega:.2f},{seconds:.2f},{mega / seconds:.3f}", flush=True)


def spacy_words(articles):
    spacy = importlib.import_module("spacy")
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    timed("spacy", "words and sentences by rule", nlp, articles)


def textacy_quotations(articles):
    spacy = importlib.import_module("spacy")
    extract = importlib.import_module("textacy.extract")
    nlp = spacy.load("en_core_web_sm")
    timed("textacy", "quotations with en_core_web_sm", lambda text: list(extract.direct_quotations(nlp(text))), articles)


def proselint_checks(articles):
    tools = importlib.import_module("proselint.tools")
    checks = importlib.import_module("proselint.registry").CheckRegistry()
    checks.register_many(importlib.import_module("proselint.checks").__register__)
    timed("proselint", "all checks of style", lambda text: tools.LintFile("text", content=text).lint(), articles)


def main():
    path, most = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 200
    articles = list(texts(path, most))
    print("tool,version,what,articles,mb,seconds,mb_per_s")
    for tool in (spacy_words, textacy_quotations, proselint_checks):
        try:
            tool(articles)
        except Exception as error:  # a peer that does not run here is no reason to stop
            print(f"{tool.__name__} did not run: {error}".splitlines()[0], file=sys.stderr)


if __name__ == "__main__":
    main()
