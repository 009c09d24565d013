#!/usr/bin/env python3
"""Adds up what the suites reported and prints `N passed, N failed, N skipped`; exits 1 if anything failed or nothing ran.

usage: summary.py FOLDER, with swift-testing's xUnit files and `N passed, N failed` lines in *.txt
"""
import glob, re, sys, xml.etree.ElementTree as ET

passed = failed = skipped = 0
for path in glob.glob(sys.argv[1] + "/*.xml"):
    for suite in ET.parse(path).getroot().iter("testsuite"):
        tests, bad = int(suite.get("tests", 0)), int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skip = int(suite.get("skipped", 0))
        passed, failed, skipped = passed + tests - bad - skip, failed + bad, skipped + skip
for path in glob.glob(sys.argv[1] + "/*.txt"):
    lines = re.findall(r"^(?:\w+: )?(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$", open(path).read(), re.M)
    if not lines:
        print(f"{path}: the suite reported nothing", file=sys.stderr)
        failed += 1
    for good, bad, skip in lines:
        passed, failed, skipped = passed + int(good), failed + int(bad), skipped + int(skip or 0)
print(f"{passed} passed, {failed} failed, {skipped} skipped")
sys.exit(1 if failed or not passed else 0)
