"""What pydantic, and so FastAPI, needs to know of a verdict. Imported when pydantic asks, and never before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic_core import core_schema

from keywright._api_key import ApiKey
from keywright._enums import Reason

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

    from keywright._keywright import Verdict

#: The fields of a verdict as JSON, as `to_dict()` and the command line have them.
FIELDS: dict[str, Any] = {
    "valid": bool,
    "reason": Reason | None,
    "api_key_id": UUID | None,
    "user_id": str | None,
    "team_id": str | None,
    "is_public": bool,
    "api_key": ApiKey | None,
}


def fields_of(verdict: Verdict) -> dict[str, Any]:
    """Returns the fields of a verdict, for pydantic to write."""
    return {name: getattr(verdict, name) for name in FIELDS}


def verdict_schema(verdict_class: type[Verdict], handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
    """Returns how a verdict is written. It is not read: a verdict out of a request would be anybody's to make up."""
    fields = {name: core_schema.typed_dict_field(handler.generate_schema(kind)) for name, kind in FIELDS.items()}
    return core_schema.is_instance_schema(
        verdict_class,
        serialization=core_schema.plain_serializer_function_ser_schema(
            fields_of, return_schema=core_schema.typed_dict_schema(fields)
        ),
    )
