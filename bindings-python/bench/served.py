"""The endpoints that `figures.py` calls over HTTP: the same with the dependency, with an empty one, and without."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import Depends, FastAPI
from keywright.fastapi import lifespan, require_api_key, set_keywright

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.types import Receive, Scope, Send


async def empty() -> None:
    """Does nothing: what FastAPI itself takes for a dependency."""


def make_apps() -> dict[str, FastAPI]:
    """Makes an application for each endpoint. In one, a request would pay for every route that stands before its own."""
    return {
        "/without": with_an_endpoint("/without", []),
        "/empty": with_an_endpoint("/empty", [empty]),
        "/with": with_an_endpoint("/with", [require_api_key()]),
    }


def with_an_endpoint(path: str, dependencies: list[Callable[..., Any]]) -> FastAPI:
    """Makes an application that answers at one path."""
    app = FastAPI()

    @app.get(path, dependencies=[Depends(dependency) for dependency in dependencies])
    async def endpoint() -> dict[str, str]:
        return {"hello": "world"}

    return app


class Served:
    """What uvicorn serves: all of them, each at its path."""

    def __init__(self) -> None:
        self.apps = make_apps()
        self.first = FastAPI(lifespan=self.lifespan)

    @asynccontextmanager
    async def lifespan(self, app: FastAPI) -> AsyncIterator[None]:
        """Opens the store as an application would, and gives the handle to all."""
        async with lifespan(os.environ["STORE"], existing=True)(app) as state:
            for one in self.apps.values():
                set_keywright(one, state["keywright"])
            yield

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Takes a request to the application that it is for."""
        app = self.apps[scope["path"]] if scope["type"] == "http" else self.first
        await app(scope, receive, send)
