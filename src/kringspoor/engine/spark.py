"""PySpark, for when one machine is outgrown: the same stages, the same decisions."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any

from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkException
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession
from pyspark.sql.functions import broadcast
from pyspark.sql.types import (
    BooleanType,
    DoubleType,
    IntegerType,
    StringType,
    StructField,
    StructType,
)

from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text
from kringspoor.engine.arrays import as_lists
from kringspoor.engine.columns import Frame, Kind, lazy

TYPE: dict[Kind, Any] = {
    "text": StringType,
    "word": StringType,
    "whole": IntegerType,
    "number": DoubleType,
    "yes_no": BooleanType,
}
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",  # nothing listens to the network
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
    "spark.sql.session.timeZone": "UTC",
    # A stage of hundreds of columns outgrows the 64 kB that Java allows one generated method.
    "spark.sql.codegen.wholeStage": "false",
    "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs": "false",
}
SMALL_ROWS = 300_000  # a table up to here goes whole to wherever it is looked up
STOP_SECONDS = 20.0


class SparkEngine:
    """A Spark of its own on this machine, or a ``session`` of yours, which stays open.

    What Java has to say goes to ``spark.log`` in the folder, and leaves with it.
    """

    name = "spark"
    keeps_order = False

    def __init__(
        self, folder: Path, threads: int | None = None, session: SparkSession | None = None
    ) -> None:
        self._is_own = session is None
        self._session: Any = session or _started(folder, threads)

    def table(self, columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, Kind]) -> Frame:
        """Lists become rows with the types asked for."""
        fields = [StructField(name, TYPE[kinds[name]](), nullable=True) for name in columns]
        rows = list(zip(*as_lists(columns, kinds).values(), strict=True))
        native = self._session.createDataFrame(rows, StructType(fields))
        return lazy(broadcast(native) if len(rows) <= SMALL_ROWS else native)

    def scan(self, path: Path) -> Frame:
        return lazy(self._session.read.parquet(str(path)))

    def save(self, frame: Frame, path: Path) -> None:
        """Write a folder of Parquet parts, as Spark does: each core, or machine, writes its own."""
        frame.to_native().write.mode("overwrite").parquet(str(path))

    def rows(self, frame: Frame) -> dict[str, list[Any]]:
        native = frame.to_native()
        fetched = native.collect()
        return {name: [row[i] for row in fetched] for i, name in enumerate(native.columns)}

    def close(self) -> None:
        """Stop the session and its Java, which takes its temporary files along."""
        if not self._is_own:
            return
        self._session.stop()
        gateway, SparkContext._gateway, SparkContext._jvm = SparkContext._gateway, None, None
        gateway.shutdown()
        _ended(gateway.proc)


def _started(folder: Path, threads: int | None) -> SparkSession:
    """A local session. Raises BadInput where Java is missing or too old."""
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise _no_java(Text(nl="Java is niet gevonden", en="Java was not found"))
    places = {
        "spark.local.dir": str(folder / "spark"),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.driver.extraJavaOptions": f"-Djava.io.tmpdir={folder}",
    }
    conf = SparkConf(loadDefaults=False).setMaster(f"local[{threads or '*'}]")
    conf.setAppName("kringspoor").setAll([*SETTINGS.items(), *places.items()])
    said = folder / "spark.log"
    try:
        with said.open("wb") as log:
            gateway = launch_gateway(conf, popen_kwargs={"stdout": log, "stderr": log})
        return SparkSession(SparkContext(conf=conf, gateway=gateway))
    except PySparkException as error:
        lines = said.read_text(encoding="utf-8", errors="replace").split("\n")
        first = next((line.strip() for line in lines if line.strip()), "Java")
        raise _no_java(Text(nl=first, en=first)) from error


def _no_java(what: Text) -> BadInput:
    return BadInput(
        Text(
            nl=f"rekenmotor 'spark' kan niet starten: {what.nl}",
            en=f"engine 'spark' cannot start: {what.en}",
        ),
        hint=Text(
            nl="installeer Java 17 of nieuwer, of laat --engine weg",
            en="install Java 17 or newer, or leave --engine out",
        ),
        code="no-java",
    )


def _ended(process: Any) -> None:
    """Java ends when nobody writes to it any more; one that lingers is ended."""
    process.stdin.close()
    try:
        process.wait(STOP_SECONDS)
    except TimeoutExpired:
        process.kill()
        process.wait()
