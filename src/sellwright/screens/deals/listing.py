"""Deals as a list: the board's deals as rows, open ones first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sellwright.screens import deal_words
from sellwright.screens.asking import bench
from sellwright.screens.deals import tabs
from sellwright.screens.lists import page as lists


def page(request: HttpRequest) -> HttpResponse:
    """One piece of the list, newest first."""
    user, _workspace = bench(request)
    return lists.listed(
        request,
        "deal",
        tabs=tabs.tabs(user, "list"),
        add_url=reverse("deal_new") if deal_words.may_change(user) else "",
        add_word=_("New deal"),
        none_fit=_("No deal is like that."),
        empty_template="deals/_empty.html",
    )
