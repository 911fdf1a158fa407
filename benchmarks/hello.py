"""The bare reference: as little as Flask can answer, under the same server in the same run."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    return "hello"
