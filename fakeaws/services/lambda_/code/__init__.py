"""The code of a function: where an execution environment gets its handler from."""

from __future__ import annotations

from fakeaws.services.lambda_.code.archives import BadCode as BadCode
from fakeaws.services.lambda_.code.archives import unzipped_size as unzipped_size
from fakeaws.services.lambda_.code.folders import Folder as Folder
from fakeaws.services.lambda_.code.folders import Folders as Folders
from fakeaws.services.lambda_.code.kinds import Code as Code
from fakeaws.services.lambda_.code.kinds import ForeignCode as ForeignCode
from fakeaws.services.lambda_.code.kinds import Handler as Handler
from fakeaws.services.lambda_.code.kinds import RegisteredCode as RegisteredCode
from fakeaws.services.lambda_.code.kinds import ZipCode as ZipCode
