"""Compute a case, prove a property, and show who is wronged where one fails: a plan in a file."""

from __future__ import annotations

import sys

from verifier import MingzhengError, Verdict, as_json, as_text, check, compute, lint, list_documents


def main(plan: str) -> int:
    """Show what is offered on one plan; the exit code is that of the check."""
    for info in list_documents():
        print(info.id, info.number)

    for problem in lint(plan):
        print(problem.span, problem.what)

    visit = {"kind": "inpatient", "level": 1, "cost": "8000.50", "in_scope": 6500, "basic": 3000,
             "critical_billed": 0}
    case = {"year": 2022, "categories": ["poor"], "critical_stated": True, "visits": [visit]}
    result = compute(plan, case)
    aid = result.amounts["paid(aid,1)"]
    print("aid in fen:", aid.low if aid is not None and aid.exact else "not determined")
    print("own payment:", as_json(result)["amounts"]["own(1)"])

    try:
        compute(plan, {**case, "year": 1999})
    except MingzhengError as error:
        print("refused:", error)

    found = check(plan, visits=1, properties=["no_double_subsidy", "annual_limits"])
    for finding in found.findings:
        largest = finding.largest
        print(finding.property, finding.verdict, largest.value if largest else "-")
    print(as_text(found, "en"))
    return 1 if any(f.verdict is Verdict.VIOLATED for f in found.findings) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
