"""`manage.py keywright …`: the command line, on the store of the settings."""

from __future__ import annotations

import os
import sys
from argparse import REMAINDER
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from keywright import _keywright as native
from keywright._web import options_of
from keywright.exceptions import InvalidArgumentError

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Hands everything behind its name to `keywright`, such as `manage.py keywright key list`."""

    help = "Runs the command line of Keywright on the store of the settings, such as `keywright doctor`."
    requires_system_checks = ()

    def run_from_argv(self, argv: list[str]) -> None:
        """Runs it with arguments that are not Django's to read, and ends with its exit code."""
        try:
            sys.exit(self._run(argv[2:]))
        except CommandError as error:
            self.stderr.write(str(error))
            sys.exit(2)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Takes any, for `call_command`."""
        parser.add_argument("arguments", nargs=REMAINDER)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Runs it for `call_command`."""
        code = self._run([*args, *options["arguments"]])
        if code:
            raise CommandError("keywright did not succeed; its own message stands above", returncode=code)

    @staticmethod
    def _run(arguments: list[str]) -> int:
        try:
            store = options_of(getattr(settings, "KEYWRIGHT", None))["path"]
        except InvalidArgumentError as error:
            raise CommandError(str(error)) from error
        before = os.environ.get("KEYWRIGHT_STORE")
        os.environ["KEYWRIGHT_STORE"] = os.fspath(store)
        try:
            return native.run(["keywright", *arguments])
        finally:
            if before is None:
                del os.environ["KEYWRIGHT_STORE"]
            else:
                os.environ["KEYWRIGHT_STORE"] = before
