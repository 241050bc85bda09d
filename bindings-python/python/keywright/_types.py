"""What arguments may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from ipaddress import IPv4Address, IPv6Address
from os import PathLike
from typing import TypeAlias
from uuid import UUID

#: An id of your own: a text, or an integer or a UUID, which are taken as their text.
HostId: TypeAlias = str | int | UUID

#: What is presented as a key. None is as an empty text.
Key: TypeAlias = str | bytes | None

#: An address.
Ip: TypeAlias = str | IPv4Address | IPv6Address

#: The headers of a request, as frameworks have them.
Headers: TypeAlias = Mapping[str, str] | Mapping[bytes, bytes] | Iterable[tuple[str, str]] | Iterable[tuple[bytes, bytes]]

#: The path of a file.
StorePath: TypeAlias = str | PathLike[str]
