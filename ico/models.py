"""Everything the ICO leaves behind, from the invitation to the afschaling."""

from ico.agreed import Action as Action
from ico.agreed import Afschaling as Afschaling
from ico.agreed import CriterionTest as CriterionTest
from ico.attendance import Attendance as Attendance
from ico.meetings import Invitation as Invitation
from ico.meetings import Meeting as Meeting
from ico.minutes import Heading as Heading
from ico.minutes import MinutesSection as MinutesSection
from ico.minutes import Step as Step
from ico.plans import ClosingCriterion as ClosingCriterion
from ico.plans import Plan as Plan
from ico.plans import PlanLine as PlanLine
from ico.plans import Section as Section

TRACKED = (
    *(Meeting, Invitation, Attendance, MinutesSection),
    *(Plan, PlanLine, ClosingCriterion),
    *(Action, Afschaling, CriterionTest),
)
