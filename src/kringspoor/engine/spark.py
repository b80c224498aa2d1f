"""PySpark, for when one machine is outgrown: the same stages, the same decisions."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import TimeoutExpired
from tempfile import TemporaryDirectory
from typing import Any

from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkException
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession

from kringspoor.core.errors import BadInput
from kringspoor.core.words import Text
from kringspoor.engine.columns import Frame, Kind, Lookup, On, joined, lazy
from kringspoor.engine.duck import DuckEngine

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
        self._folder = folder
        self._table_no = 0
        self._is_own = session is None
        self._session: Any = session or _started(folder, threads)

    def table(self, columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, Kind]) -> Frame:
        """Through a Parquet file: Spark by itself would start a Python for every core to read it.

        From a file it also knows how small a table is, and sends it whole to where it is looked up.
        """
        self._table_no += 1
        path = self._folder / f"spark-table-{self._table_no}.parquet"
        writer = DuckEngine(self._folder, threads=1)
        writer.save(writer.table(columns, kinds), path)
        writer.close()
        return self.scan(path)

    def scan(self, path: Path) -> Frame:
        return lazy(self._session.read.parquet(str(path)))

    def lookup(self, table: Frame, on: On) -> Lookup:
        return Lookup(table, on)

    def looked_up(self, frame: Frame, lookup: Lookup) -> Frame:
        return joined(frame, lookup)

    def save(self, frame: Frame, path: Path) -> None:
        """Write one Parquet file, as the other engines do: every core computes, one writes."""
        with TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as parts:
            frame.to_native().coalesce(1).write.mode("overwrite").parquet(parts)
            (part,) = Path(parts).glob("part-*.parquet")
            part.replace(path)

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
