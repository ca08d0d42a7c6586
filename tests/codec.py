"""A codec that mixes in the case, so that whatever touches the stored form shows it."""

from uuid import UUID

MARK = "⟦sealed⟧"


class MixingCodec:
    def seal(self, case_id: UUID, clear: str) -> str:
        return f"{MARK}{case_id.hex}{clear}"

    def open(self, case_id: UUID, sealed: str) -> str:
        head = f"{MARK}{case_id.hex}"
        assert sealed.startswith(head), "opened with the key of another case"
        return sealed.removeprefix(head)

    def seal_bytes(self, case_id: UUID, clear: bytes) -> bytes:
        return case_id.bytes + clear

    def open_bytes(self, case_id: UUID, sealed: bytes) -> bytes:
        assert sealed.startswith(case_id.bytes), "opened with the key of another case"
        return sealed.removeprefix(case_id.bytes)
