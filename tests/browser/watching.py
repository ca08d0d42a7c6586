"""What a browser says and asks for while somebody uses it."""

from dataclasses import dataclass, field

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Request,
    Response,
    WebError,
)

OWN = ("data:", "blob:")
# A page may well answer 404; a file that fails is noted by `answered`.
ITSELF = "x-zvh-autosave"
OF_A_PAGE = "Failed to load resource"


@dataclass
class Watch:
    """Notes what no page should do, and every address that was asked for."""

    home: str
    faults: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def follow(self, context: BrowserContext) -> None:
        context.on("console", self.heard)
        context.on("weberror", self.failed)
        context.on("request", self.asked)
        context.on("response", self.answered)

    def heard(self, message: ConsoleMessage) -> None:
        """A breach of the policy is told here too."""
        if message.type == "error" and not message.text.startswith(OF_A_PAGE):
            self.faults.append(message.text)

    def failed(self, error: WebError) -> None:
        self.faults.append(f"script: {error.error}")

    def asked(self, request: Request) -> None:
        self.addresses.append(request.url)
        if not request.url.startswith((f"{self.home}/", *OWN)):
            self.faults.append(f"another host: {request.url}")

    def answered(self, response: Response) -> None:
        asked = response.request
        # A text that saves by itself is refused as a page is: the form says why.
        is_page = asked.resource_type == "document" or ITSELF in asked.headers
        if response.status >= (500 if is_page else 400):
            self.faults.append(f"{response.status}: {response.url}")
