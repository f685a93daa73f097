"""Starts the app."""

import sys

from anatomy_viewer.cli import main

if __name__ == "__main__":
    sys.exit(main())
