"""The endpoints that `figures.py` calls over HTTP: the same with the dependency, with an empty one, and without."""

import os

from fastapi import Depends, FastAPI
from keywright.fastapi import lifespan, require_api_key


async def empty() -> None:
    """Does nothing: what FastAPI itself takes for a dependency."""


def add_endpoints(app: FastAPI) -> FastAPI:
    """Adds them to an application."""

    @app.get("/without")
    async def without() -> dict[str, str]:
        return {"hello": "world"}

    @app.get("/empty", dependencies=[Depends(empty)])
    async def with_an_empty_one() -> dict[str, str]:
        return {"hello": "world"}

    @app.get("/with", dependencies=[Depends(require_api_key())])
    async def protected() -> dict[str, str]:
        return {"hello": "world"}

    return app


def create_app() -> FastAPI:
    """Makes the application that uvicorn serves."""
    return add_endpoints(FastAPI(lifespan=lifespan(os.environ["STORE"], existing=True)))
