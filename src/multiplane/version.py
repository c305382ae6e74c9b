"""Which release this is, and which level of Kitsu's API it speaks."""

from importlib.metadata import version

VERSION = version("multiplane")
API_VERSION = "1.0.97"
