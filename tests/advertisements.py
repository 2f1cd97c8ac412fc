"""Job advertisements of employers who do not exist."""

from __future__ import annotations

from typing import Final

ENGLISH: Final = """\
# Senior Backend Engineer (m/f/d)

Havgull Bank in Bergen is looking for someone who builds payment systems that never lose a krone.
Our ledger handles two million bookings a day. You will own those payments and the ledger.

## What you will do

- Design and operate services in Go and Kotlin on Kubernetes
- Lead incident response and write post-mortems
- Mentor junior engineers
- Work with our platform team on CI/CD

## Requirements

- 5+ years of experience with backend development
- Strong knowledge of Go, PostgreSQL and Apache Kafka
- Experience with distributed systems and event sourcing
- Property-based testing, observability
- Familiarity with Terraform or a similar tool
- Fluent in English; Norwegian is a plus

## Nice to have

- Rust, gRPC
- Experience in accounting

## What we offer

- Five weeks of vacation, a new laptop, and channels about Python
- Salary from 900,000 NOK
"""

PROSE: Final = """\
We are hiring a Data Scientist

You have a PhD in statistics, physics or a related field. You know Python and SQL well, and have \
used PyTorch or TensorFlow in production. Excellent communication skills are required. Experience \
with A/B testing and causal inference is a plus. We use AWS, Airflow and Snowflake.

About us
Fjordtall builds Ruby tools.
"""

GERMAN: Final = """\
Ihre Aufgaben
- Entwicklung von Microservices in Java

Ihr Profil
- Erfahrung mit Kubernetes, Go und PostgreSQL
- Gute Kenntnisse in Terraform von Vorteil

Wir bieten
- Obstkorb und Scrum
"""
