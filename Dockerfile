# SPDX-License-Identifier: Apache-2.0
#
# One image for the JobManager, the TaskManagers, the health server and the alert log: Flink with the collector in it.
# docker compose builds it; by hand: docker build -t marketprism-collector .

# The JDK only builds; nothing of it is in the image.
FROM eclipse-temurin:17-jdk-noble AS build
WORKDIR /src
COPY . .
# The cache keeps Maven and the libraries between builds; tests are CI's affair.
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -ntp -DskipTests -Dspotless.check.skip=true -pl job,flink-conf -am package
# Flink's settings are those of every other cluster, with what a container needs otherwise.
RUN awk -F': ' 'NR == FNR { own[$1]; next } !($1 in own) && $1 != "taskmanager.host"' \
      deploy/docker/config-overrides.yaml flink-conf/config.yaml >/config.yaml && \
    cat deploy/docker/config-overrides.yaml >>/config.yaml

FROM flink:2.3.0-scala_2.12-java17
USER root
# Volumes take over owner and mode from here. Nothing else in the image can be written by the collector.
RUN install -d -o flink -g flink -m 0750 /var/lib/marketprism \
      /var/lib/marketprism/checkpoints /var/lib/marketprism/savepoints /var/lib/marketprism/ha \
      /var/lib/marketprism-work
COPY --from=build /src/flink-conf/target/flink/plugins/ /opt/flink/plugins/
COPY --from=build /src/job/target/marketprism-collector.jar /opt/flink/usrlib/
COPY --from=build /config.yaml /opt/flink/conf/config.yaml
COPY deploy/docker/log4j-console.properties /opt/flink/conf/log4j-console.properties
COPY deploy/docker/entrypoint.sh deploy/docker/heal.sh /opt/marketprism/bin/
COPY conf/collector.yaml /etc/marketprism/collector.yaml
# Flink writes process ids, and its command line a log; nothing is kept of either.
ENV FLINK_LOG_DIR=/tmp FLINK_PID_DIR=/tmp
USER flink
ENTRYPOINT ["/bin/bash", "/opt/marketprism/bin/entrypoint.sh"]
CMD ["help"]
EXPOSE 6123 8081 8087 9092 9249
