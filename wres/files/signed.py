"""Values kept in files between processes and runs, signed: what somebody else has put there is never loaded.

A pickle runs code as it is read, so each is read only with a signature (HMAC, SHA-256) by the user's own key.
"""

import hmac
import os
import pickle
import secrets
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from wres.files.atomic import replace_file

KEY = "WRES_KEY"  # the key in hexadecimal digits, where processes of one run share no home folder
LENGTH = sha256().digest_size


class NotSigned(ValueError):
    """A file is not what this user's runs have written."""


def write_signed(path: Path, value: Any) -> None:
    """Write a value whole, for its owner alone."""
    content = pickle.dumps(value)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, _signature(content) + content, mode=0o600)


def read_signed(path: Path) -> Any:
    """The value that ``write_signed`` has written.

    Raises ``NotSigned`` where the signature is another's, and ``OSError`` where there is no file.
    """
    found = path.read_bytes()
    signature, content = found[:LENGTH], found[LENGTH:]
    if not hmac.compare_digest(signature, _signature(content)):
        raise NotSigned(f"{path} was not written by this user's runs")
    return pickle.loads(content)


def key_in_digits() -> str:
    """The key, to be handed to processes that cannot read it."""
    return _key().hex()


def _signature(content: bytes) -> bytes:
    return hmac.digest(_key(), content, "sha256")


def _key() -> bytes:
    given = os.environ.get(KEY, "")
    return bytes.fromhex(given) if given else _own_key()


@cache
def _own_key() -> bytes:
    """The user's key, made where there is none; where none can be kept, one for this run alone."""
    path = user_config_path("wres") / "key"
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _create(path, secrets.token_bytes(LENGTH))
        found = path.read_bytes()
        if len(found) == LENGTH:
            return found
    except OSError:
        pass
    os.environ[KEY] = secrets.token_hex(LENGTH)
    return bytes.fromhex(os.environ[KEY])


def _create(path: Path, content: bytes) -> None:
    """Write a file that nobody else may read, unless another process has just done so."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        fresh.replace(path)
        return
    fresh.unlink()
