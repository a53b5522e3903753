"""What the law asks of the assessment, the strategy and the Board, and what shows that it is done."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from fiftysteps.evidence.models import DutySubject
from fiftysteps.evidence.queries.duties import DutyStanding, count_standings, get_duty_lines


def list_duties(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    lines = get_duty_lines(today)
    in_force = [line for line in lines if line.standing in {DutyStanding.MET, DutyStanding.OPEN}]
    order = list(DutySubject)
    in_force.sort(key=lambda line: order.index(DutySubject(line.duty.subject)))
    subjects = [
        (DutySubject(subject), tuple(group)) for subject, group in groupby(in_force, lambda line: line.duty.subject)
    ]
    context = {
        "subjects": subjects,
        "others": [line for line in lines if line not in in_force],
        "counts": count_standings(lines),
        "in_force": len(in_force),
        "has_pharmaceutical": any(subject is DutySubject.PHARMACEUTICAL for subject, _ in subjects),
        "today": today,
    }
    return render(request, "publishing/duties.html", context)
