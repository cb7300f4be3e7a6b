"""The same night as conf/schedules/nightly, for Apache Airflow with its Spark provider."""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

with DAG(
    dag_id="convoy_nightly",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 1, "retry_delay": timedelta(minutes=10)},
):
    SparkSubmitOperator(
        task_id="retrain",
        conn_id="spark_default",  # master yarn
        deploy_mode="cluster",
        properties_file="/opt/convoy/conf/yarn.properties",
        files="/opt/convoy/conf/log4j2.properties",
        application="/opt/convoy/spark-job/target/convoy.jar",
        java_class="io.convoy.spark.cli.Main",
        application_args=[
            "retrain",
            "--run-id", "{{ ds }}",
            "--registry", "hdfs:///models/digits",
            "--data", "hdfs:///data/digits",
            "--class-names", "0,1,2,3,4,5,6,7,8,9",
            "--min-accuracy", "0.85",
            "--max-drop", "0.01",
            "--keep", "5",
            "--on-locked", "skip",
        ],
    )
