"""The queue's errands: they carry names of jobs, and nothing else."""

from celery import shared_task

from zvh.guard import jobs


@shared_task(ignore_result=True)
def tick() -> None:
    jobs.tick()


@shared_task(ignore_result=True)
def run_job(name: str) -> None:
    jobs.run(name)
