"""A page of a meeting that saves by itself, without a browser."""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from ico.models import Meeting, MinutesSection


@dataclass
class Desk:
    """One open page of the minutes; knows what it was told, as the script does."""

    client: Client
    meeting: Meeting
    page: UUID = field(default_factory=uuid4)
    ticket: str = ""
    nth: int = 0

    def open(self) -> "Desk":
        page = self.client.get(reverse("ico:picture", args=[self.meeting.pk]))
        assert page.status_code == 200
        self.ticket = _ticket_in(page.text)
        return self

    def type_in(
        self, section: MinutesSection, text: str, *, version: int, nth: int = 0
    ) -> Any:
        self.nth = nth or self.nth + 1
        return self.send(
            reverse("ico:type_in", args=[section.pk]),
            text=text,
            version=version,
            page=self.page,
            nth=self.nth,
        )

    def follow(self, **told: Any) -> Any:
        url = reverse("ico:follow", args=[self.meeting.pk])
        return self.send(url, **{"known": "{}", "writes": "on", **told})

    def send(self, url: str, **told: Any) -> HttpResponse:
        return self.client.post(
            url, told, headers={"X-Zvh-Page": self.ticket, "X-Zvh-Poll": "1"}
        )


def _ticket_in(page: str) -> str:
    found = re.search(r'data-ticket="([^"]+)"', page)
    assert found, "the page carries no ticket"
    return found[1]
