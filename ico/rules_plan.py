"""Who may do what with a plan and what was agreed in it; and else why not."""

from typing import cast

from django.utils import timezone

from accounts.models import Party, User
from cases import grants
from cases import rules as case_rules
from cases.grants import Access
from cases.lifecycle import Phase
from cases.models import Case
from house.words import said, word
from ico.agreed import Action
from ico.developments import leader_of
from ico.meetings import Meeting
from ico.plans import Plan, PlanLine
from zvh.guard.rules import require

MEETS_IN = (Phase.ICO, Phase.MONITORING)
SCALES_DOWN_FROM = (Phase.SUPPORT, Phase.ICO, Phase.MONITORING)

OTHER_GOAL = said(
    "Over dit doel is aan tafel afgesproken. Een ander doel spreekt u af bij een"
    " overleg: daarna wordt alle {inbreng} opnieuw beoordeeld."
)


def name_casusregisseur(user: User, case: Case) -> None:
    """In or after an ICO, again whenever the work is handed over (O-9)."""
    case_rules.work_on(user, case)
    require(
        case.phase in MEETS_IN,
        f"{word('casusregisseur', 'capital_definite')} wordt in het overleg"
        " aangewezen.",
    )


def be_casusregisseur(user: User) -> None:
    """A person of one of the Partijen, never staff of the house (P-13)."""
    require(
        not user.is_bureau and not user.party.is_the_house,
        f"Een medewerker van het huis kan geen {word('casusregisseur')} zijn.",
    )
    see_cases(user)
    require(
        user.is_active and user.party.is_bound(timezone.localdate()),
        said(
            "Alleen iemand van een {partij} die aan {convenant.definite}"
            " gebonden is, kan {casusregisseur} zijn."
        ),
    )


def see_cases(who: User) -> None:
    """Whoever gets something to do in a case is not there for totals only (P-1)."""
    require(
        not who.only_governs,
        said("Een {bestuurder} ziet geen {casus.plural}. Kies iemand anders."),
    )


def build_plan(user: User, meeting: Meeting) -> None:
    """Once, from a meeting that was held (F-1)."""
    case_rules.work_on(user, meeting.case)
    require(
        meeting.state == Meeting.State.HELD,
        "Sluit eerst het overleg: daarna maakt u het plan.",
    )
    require(
        not meeting.case.plans.drafts().exists(), "Er is al een concept van het plan."
    )
    require(
        not Plan.objects.filter(meeting=meeting).exists(),
        "Van dit overleg is al een plan gemaakt. Maak daarvan een nieuwe versie.",
    )


def open_plan(user: User, plan: Plan) -> None:
    """The bureau, and the casusregisseur once it is established (P-3b)."""
    leads = grants.holds(user, Access.COORDINATE, plan.case_id)
    if plan.is_draft or plan.case.is_shielded or not leads:
        case_rules.open_case(user, plan.case)


def edit_plan(user: User, plan: Plan) -> None:
    case_rules.work_on(user, plan.case)
    require(
        plan.is_draft, "Een vastgesteld plan verandert niet. Maak een nieuwe versie."
    )


def keep_goal(plan: Plan, goal: str) -> None:
    """Another goal than the table agreed on is an act at the table (O-10)."""
    require(not plan.goal_was_agreed or goal == plan.goal, OTHER_GOAL)


def edit_line(user: User, line: PlanLine) -> None:
    edit_plan(user, line.plan)


def establish_plan(user: User, plan: Plan) -> None:
    """With a goal and somebody who leads; from then it is frozen (F-1, O-9)."""
    case_rules.coordinate(user, plan.case)
    require(plan.is_draft, "Deze versie van het plan is al vastgesteld.")
    require(plan.goal.strip(), "Het plan heeft nog geen doel.")
    regisseur = leader_of(plan.case)
    require(regisseur, f"Er is nog geen {word('casusregisseur')} aangewezen.")
    be_casusregisseur(cast("User", regisseur))


def renew_plan(user: User, plan: Plan) -> None:
    case_rules.work_on(user, plan.case)
    require(not plan.is_draft, "Dit is nog een concept: pas het aan.")
    require(not plan.case.plans.drafts().exists(), "Er is al een concept van het plan.")


def agree(user: User, case: Case) -> None:
    case_rules.work_on(user, case)
    require(
        case.phase in MEETS_IN,
        f"{word('afspraak', 'capital_plural')} maakt u in het overleg en bij de"
        " monitoring.",
    )


def see_action(user: User, action: Action) -> None:
    """Who does it, the casusregisseur, and the bureau while it may read the case."""
    if grants.holds(user, Access.WORK, action.case_id):
        case_rules.open_case(user, action.case)


def change_action(user: User, action: Action) -> None:
    # Asked first: who only does it cannot see the case that it belongs to.
    require(grants.holds(user, Access.WORK, action.case_id), case_rules.BUREAU_ONLY)
    case_rules.work_on(user, action.case)
    require(action.is_open, f"{word('afspraak', 'capital_this')} is al afgerond.")


def report_on(user: User, action: Action) -> None:
    """Who does it says how it stands (F-4); the bureau records what it is told."""
    _carry_out(user, action)
    require(action.is_open, f"{word('afspraak', 'capital_this')} is al afgerond.")
    _be_running(action)


def take_report_back(user: User, action: Action) -> None:
    """Who said that it was done, and was mistaken (U34)."""
    require(
        action.reported_by_id == user.pk and action.state == Action.State.DONE,
        "Alleen wie meldde dat het gedaan is, neemt dat terug.",
    )
    _carry_out(user, action)
    _be_running(action)


def scale_down(user: User, case: Case) -> None:
    """Of what the weging took on, whether or not there was an ICO (S-1)."""
    case_rules.coordinate(user, case)
    require(
        case.phase in SCALES_DOWN_FROM,
        f"{word('casus', 'capital_this')} kan nu niet worden afgeschaald.",
    )


def close_for(party: Party) -> None:
    """Closing a case is a decision of a lid-1 Partij (G-1b)."""
    require(
        party.is_lid1 and party.is_bound(timezone.localdate()),
        said(
            "Alleen een {partij} van lid 1 die aan {convenant.definite}"
            " gebonden is, sluit een {casus} af."
        ),
    )


def _carry_out(user: User, action: Action) -> None:
    require(
        action.responsible_user_id == user.pk
        or grants.holds(user, Access.WORK, action.case_id),
        f"Alleen wie {word('afspraak', 'definite')} uitvoert, meldt terug.",
    )


def _be_running(action: Action) -> None:
    require(
        action.closed_off_at is None,
        f"{word('casus', 'capital_definite')} is intussen afgesloten.",
    )
