"""Whatever a registration can hold is asked, read back to the sender, and shown."""

import re

import pytest
from django.urls import reverse

from cases.lifecycle import Phase
from cases.models import Registration
from cases.views_registration import FORMS
from tests.backstage import backstage
from tests.stories import drafted, in_phase
from tests.walks import ROOMS, ROOT, sources
from zvh.guard.content import ContentTextField

TEXTS = [
    field.name
    for field in Registration._meta.fields
    if isinstance(field, ContentTextField)
]
# Asked only with another answer, which is then part of what was told.
ONLY_WITH = {
    "informed_by": {"informed": "yes"},
    "not_informed_reason": {"informed": "no"},
}
PLACES = ("cases:detail", "cases:information", "cases:people")
# What matters at the intake alone stands with the whole registration.
AT_THE_INTAKE = {"informed_by"}
MARK = "Zmerkteken"


def tell(case, name):
    with backstage():
        if name == "area":
            case.subject = "area"
            case.save()
        told = case.registrations.get()
        for field, answer in {
            name: f"{MARK} {name}",
            **ONLY_WITH.get(name, {}),
        }.items():
            setattr(told, field, answer)
        told.save()


def test_contributing_names_the_files_that_know_a_field():
    _, _, rest = (ROOT / "CONTRIBUTING.md").read_text().partition("## One field of")
    named = re.findall(r"^\| `(\S+)` \|", rest.partition("\n## ")[0], re.MULTILINE)
    # The bench fills in what it likes.
    places = sources(*(room for room in ROOMS if room != "bench"))
    places += sources("templates", suffix=".html")
    places += sources("docs", suffix=".md")

    knowing = {
        str(path.relative_to(ROOT))
        for path in places
        if re.search(r"\bframes\b", path.read_text())
    }

    assert {re.sub(r"(migrations/).*", r"\1", path) for path in knowing} == set(named)


@pytest.mark.parametrize("name", TEXTS)
def test_it_is_asked_on_a_page(name):
    asked = {field for form, _ in FORMS.values() for field in form.base_fields}

    assert name in asked


@pytest.mark.parametrize("name", TEXTS)
def test_the_sender_reads_it_back_before_sending(bram, sign_in, name):
    case = drafted(bram)
    tell(case, name)

    page = sign_in(bram).get(reverse("cases:registration_check", args=[case.pk]))

    assert f"{MARK} {name}" in page.text


@pytest.mark.parametrize("name", TEXTS)
def test_the_bureau_reads_it_with_the_case(bram, anna, sign_in, name):
    case = in_phase(Phase.INTAKE, partner=bram, anna=anna)
    tell(case, name)
    client = sign_in(anna)

    places = ["triage:intake"] if name in AT_THE_INTAKE else PLACES
    pages = [client.get(reverse(place, args=[case.pk])).text for place in places]

    assert f"{MARK} {name}" in " ".join(pages)
