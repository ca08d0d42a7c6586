"""The case and everything that is told about it before anybody meets."""

from cases.case import Case as Case
from cases.case import Subject as Subject
from cases.comparisons import Comparison as Comparison
from cases.continuations import Continuation as Continuation
from cases.continuations import ContinuationAkkoord as ContinuationAkkoord
from cases.contributions import Category as Category
from cases.contributions import Contribution as Contribution
from cases.contributions import Release as Release
from cases.contributions import Use as Use
from cases.dictations import Dictation as Dictation
from cases.exports import Export as Export
from cases.exports import SavedView as SavedView
from cases.grants import CaseGroupGrant as CaseGroupGrant
from cases.grants import CaseUserGrant as CaseUserGrant
from cases.handovers import Handover as Handover
from cases.people import GivenModel as GivenModel
from cases.people import Person as Person
from cases.people import PersonDetails as PersonDetails
from cases.people import WithdrawableModel as WithdrawableModel
from cases.principals import Principal as Principal
from cases.registration import Attachment as Attachment
from cases.registration import CompletionRequest as CompletionRequest
from cases.registration import Criterion as Criterion
from cases.registration import DomainProblem as DomainProblem
from cases.registration import InvolvedParty as InvolvedParty
from cases.registration import Registration as Registration
from cases.search import SearchKey as SearchKey
from cases.traces import ParkedForm as ParkedForm
from cases.traces import PhaseChange as PhaseChange
from cases.traces import ShieldedOpening as ShieldedOpening

# Grants, releases and keys change too often or in bulk; their rows are their log.
TRACKED = (
    Case,
    Person,
    PersonDetails,
    Registration,
    DomainProblem,
    InvolvedParty,
    Attachment,
    CompletionRequest,
    Contribution,
    Release,
    ShieldedOpening,
    Handover,
    Comparison,
    Continuation,
    ContinuationAkkoord,
    Dictation,
    Principal,
)
