"""Who you are: Partijen, people, what they may be, and the mail that reaches them."""

from accounts.authorisations import Authorisation as Authorisation
from accounts.authorisations import Function as Function
from accounts.authorisations import Role as Role
from accounts.codes import AddressCode as AddressCode
from accounts.outgoing import Outgoing as Outgoing
from accounts.parties import Contact as Contact
from accounts.parties import Keten as Keten
from accounts.parties import Kind as Kind
from accounts.parties import Party as Party
from accounts.people import User as User
from accounts.people import UserSession as UserSession
from accounts.secure_pages import SecurePage as SecurePage
from accounts.visitors import Visitor as Visitor

TRACKED = (Party, Contact, User, Authorisation, Visitor, SecurePage)
