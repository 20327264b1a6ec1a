"""Runs the simulator: `python -m bot.simulator --secret S --token T --data-dir DIR`."""

import argparse
import logging
import signal
import sys
from pathlib import Path
from types import FrameType

from werkzeug.serving import make_server

from bot.simulator.app import create_app
from bot.simulator.platform import Settings

HOST = "127.0.0.1"


def main() -> None:
    """Serves this machine only, until SIGTERM or SIGINT."""
    given = _arguments()
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    app = create_app(_settings(given))
    server = make_server(HOST, given.port, app, threaded=True)
    signal.signal(signal.SIGTERM, _interrupt)
    sys.stdout.write(f"simulator: http://{HOST}:{server.port}\n")
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        app.extensions["platform"].close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=8090, help="0 for any free one")
    parser.add_argument("--bot-url", default="http://127.0.0.1:8000/line/webhook")
    parser.add_argument("--secret", required=True, help="channel secret that signs webhooks")
    parser.add_argument("--token", required=True, help="channel access token of the bot")
    parser.add_argument("--data-dir", type=Path, default=Path("var/demo/simulator"))
    parser.add_argument("--account-name", default=Settings.account_name)
    parser.add_argument("--quota", type=int, default=Settings.quota, help="0 for no limit")
    return parser.parse_args()


def _settings(given: argparse.Namespace) -> Settings:
    return Settings(
        bot_url=given.bot_url,
        secret=given.secret,
        token=given.token,
        data_dir=given.data_dir,
        account_name=given.account_name,
        quota=given.quota,
    )


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
