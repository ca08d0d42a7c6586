"""The addresses of static files, each made once in a process.

A file keeps its address for as long as a process runs: it holds the digest of what is
in it. Every page names some fifty, and each was joined anew.
"""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class KeptAddresses(CompressedManifestStaticFilesStorage):
    """Files with their digest in the name, and a memory for what they are called."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        if force:
            return str(super().url(name, force=True))
        if name not in self._kept:
            self._kept[name] = str(super().url(name))
        return self._kept[name]

    def post_process(self, *args: Any, **kwargs: Any) -> Any:
        """While files are collected, they are still getting their names."""
        self._kept.clear()
        return super().post_process(*args, **kwargs)
