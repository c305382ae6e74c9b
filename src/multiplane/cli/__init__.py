"""The program `multiplane`."""

import signal
import warnings

# A library warns that a folder of desktop sessions is missing; servers have none.
warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")


def main() -> None:
    """Run the program with the arguments of the command line."""
    from multiplane.cli.program import program  # noqa: PLC0415 - after the filter above

    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)
    program()
