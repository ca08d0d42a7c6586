"""Everything the ICO leaves behind, from the invitation to the afschaling."""

from ico.agreed import Action as Action
from ico.agreed import Afschaling as Afschaling
from ico.agreed import CriterionTest as CriterionTest
from ico.attendance import Attendance as Attendance
from ico.bookings import Booking as Booking
from ico.calls import CallToAccount as CallToAccount
from ico.calls import Escalation as Escalation
from ico.developments import Departure as Departure
from ico.developments import Development as Development
from ico.developments import DevelopmentReader as DevelopmentReader
from ico.evaluations import Evaluation as Evaluation
from ico.follow_ups import FollowUp as FollowUp
from ico.invitations import Invitation as Invitation
from ico.meetings import Meeting as Meeting
from ico.minutes import Heading as Heading
from ico.minutes import MinutesSection as MinutesSection
from ico.minutes import Step as Step
from ico.moments import Availability as Availability
from ico.moments import Can as Can
from ico.moments import Moment as Moment
from ico.needs import GoalChange as GoalChange
from ico.needs import InformationNeed as InformationNeed
from ico.needs import PieceReview as PieceReview
from ico.needs import Quotation as Quotation
from ico.notices import Coming as Coming
from ico.notices import Notice as Notice
from ico.outsiders import Outsider as Outsider
from ico.plans import ClosingCriterion as ClosingCriterion
from ico.plans import Plan as Plan
from ico.plans import PlanLine as PlanLine
from ico.plans import Section as Section
from ico.preparations import PreparedTopic as PreparedTopic
from ico.rooms import Resource as Resource
from ico.rooms import Room as Room
from ico.signals import ReportFile as ReportFile
from ico.signals import Signal as Signal
from ico.texts import MinutesText as MinutesText
from ico.texts import Presence as Presence
from ico.zsm import ZsmAdvice as ZsmAdvice

TRACKED = (
    *(Meeting, Invitation, Attendance, MinutesSection, Booking),
    *(InformationNeed, Quotation, GoalChange, PieceReview, ZsmAdvice),
    *(Moment, Availability, Outsider, FollowUp, PreparedTopic, Notice, Coming),
    *(Plan, PlanLine, ClosingCriterion),
    *(Action, Afschaling, CriterionTest, Evaluation),
    *(Signal, ReportFile, CallToAccount, Escalation),
    *(Development, DevelopmentReader, Departure),
)
