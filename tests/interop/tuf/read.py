"""Reads TUF repositories with the client of python-tuf. read.py QUESTIONS: a JSON file with [{"folder", "root", "paths", "former"?}]; answers on standard output."""

import json
import os
import sys
import tempfile
from urllib.parse import unquote, urlparse

from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import Updater
from tuf.ngclient.config import UpdaterConfig
from tuf.ngclient.fetcher import FetcherInterface


class FolderFetcher(FetcherInterface):
    """Files of a folder, as a web server would give them."""

    def __init__(self, folder):
        self.folder = folder

    def _fetch(self, url):
        path = os.path.join(self.folder, unquote(urlparse(url).path).lstrip("/"))
        if not os.path.isfile(path):
            raise DownloadHTTPError("not there", 404)
        with open(path, "rb") as file:
            yield file.read()


def refresh(folder, work, root):
    targets = os.path.join(work, "targets")
    os.makedirs(targets, exist_ok=True)
    updater = Updater(
        metadata_dir=os.path.join(work, "metadata"),
        metadata_base_url="https://directory.invalid/metadata/",
        target_dir=targets,
        target_base_url="https://directory.invalid/targets/",
        fetcher=FolderFetcher(folder),
        config=UpdaterConfig(prefix_targets_with_hash=True),
        bootstrap=root,
    )
    updater.refresh()
    return updater


def answer(question):
    with tempfile.TemporaryDirectory() as work:
        with open(question["root"], "rb") as file:
            root = file.read()
        try:
            if "former" in question:
                refresh(question["former"], work, root)
            updater = refresh(question["folder"], work, root)
            found = {}
            for path in question["paths"]:
                info = updater.get_targetinfo(path)
                if info is None:
                    return "not found"
                updater.download_target(info)
                found[path] = info.hashes["sha256"]
            return "accepted"
        except Exception as error:  # the class is the answer
            return type(error).__name__


with open(sys.argv[1], encoding="utf-8") as file:
    questions = json.load(file)
json.dump([answer(question) for question in questions], sys.stdout)
