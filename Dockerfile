# Two images of one build, used by docker-compose.yml:
#   ferry   the product (the default)
#   demo    the product with ferry-demo.jar: pretend sites and sample backups
FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /src
COPY pom.xml ./
COPY bpmn bpmn
COPY src/main src/main
RUN mvn -B -q package -Dquick -Psbom -Dmaven.test.skip

FROM eclipse-temurin:21-jre AS product
LABEL org.opencontainers.image.title="Ferry" \
    org.opencontainers.image.description="Moves BigPicture or BigGantt with its Jira from Data Center to Cloud" \
    org.opencontainers.image.licenses="Apache-2.0"
# By number, as Kubernetes wants it to see that it is not root.
RUN groupadd --system --gid 10001 ferry && useradd --system --uid 10001 --gid ferry --create-home --home-dir /var/lib/ferry ferry
WORKDIR /var/lib/ferry
COPY --from=build /src/target/lib /opt/ferry/lib
COPY --from=build /src/target/ferry.jar /opt/ferry/ferry.jar
COPY --from=build /src/target/ferry-sbom.json /opt/ferry/
COPY LICENSE NOTICE /opt/ferry/
USER 10001:10001

FROM product AS demo
COPY --from=build /src/target/ferry-demo.jar /opt/ferry/ferry-demo.jar
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=60", "-cp", "/opt/ferry/ferry.jar:/opt/ferry/ferry-demo.jar", "io.ferry.Ferry"]
CMD ["sandbox", "--bind", "0.0.0.0"]

FROM product AS ferry
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-Duser.home=/var/lib/ferry", "-jar", "/opt/ferry/ferry.jar"]
CMD ["serve"]
