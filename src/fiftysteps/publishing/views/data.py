"""The data behind the site: every dataset, where it comes from, and the release that figures are read from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fiftysteps.evidence.queries.data_stamp import get_held_datasets


def list_data(request: HttpRequest) -> HttpResponse:
    return render(request, "publishing/data.html", {"held": get_held_datasets()})
