"""Rows that two people cannot overwrite without the second one noticing."""

from typing import Any

from django.db import models

from zvh.lib.keys import new_id


class Overtaken(Exception):  # noqa: N818 - said as a colleague would say it
    """Somebody else was first, and what was asked cannot be done any more."""


class StaleVersion(Overtaken):
    """Somebody else saved this row since it was read."""


class VersionedModel(models.Model):
    """A row that refuses to be overwritten by somebody who read an older version.

    Raises `StaleVersion` from `save()`; call it inside a savepoint where the
    answer to the user is still a page.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField("versie", default=1, editable=False)

    class Meta:
        abstract = True

    def _do_update(  # type: ignore[override]
        self,
        base_qs: Any,
        using: Any,
        pk_val: Any,
        values: Any,
        update_fields: Any,
        forced_update: Any,
    ) -> bool:
        read, self.version = self.version, self.version + 1
        field = self._meta.get_field("version")
        values = [value for value in values if value[0] is not field]
        done = super()._do_update(  # type: ignore[call-arg]
            base_qs.filter(version=read),
            using,
            pk_val,
            [*values, (field, None, self.version)],  # type: ignore[list-item]
            update_fields,
            forced_update,
        )
        if not done:
            self.version = read
            if not self._state.adding:
                raise StaleVersion(self._meta.label)
        return bool(done)
