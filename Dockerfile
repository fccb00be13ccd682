# Ferry and its sandbox in one image. Built by docker-compose.yml.
FROM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /src
COPY pom.xml ./
COPY bpmn bpmn
COPY src/main src/main
RUN mvn -B -q package -Dquick -Dmaven.test.skip

FROM eclipse-temurin:21-jre
RUN useradd --system --create-home --home-dir /var/lib/ferry ferry
WORKDIR /var/lib/ferry
COPY --from=build /src/target/ferry.jar /opt/ferry/ferry.jar
COPY --from=build /src/target/lib /opt/ferry/lib
USER ferry
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=60", "-jar", "/opt/ferry/ferry.jar"]
CMD ["serve"]
