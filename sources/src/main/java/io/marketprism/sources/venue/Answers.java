// SPDX-License-Identifier: Apache-2.0
package io.marketprism.sources.venue;

import static io.marketprism.model.DeadLetter.Reason.BAD_NUMBER;
import static io.marketprism.model.DeadLetter.Reason.MALFORMED_JSON;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.marketprism.model.MalformedDecimalException;
import java.io.IOException;

/** Reads JSON answers of REST APIs with the errors that feeds expect. Stateless; any thread. */
public final class Answers {
  private static final JsonFactory JSON = new JsonFactory();

  private Answers() {}

  /** Reads one answer; the parser stands at its first token. */
  @FunctionalInterface
  public interface Reading<T> {
    T read(JsonParser json) throws IOException, MalformedDecimalException, FrameException;
  }

  /**
   * Reads a whole answer.
   *
   * @param start what the answer must begin with, {@link JsonToken#START_OBJECT} or {@link
   *     JsonToken#START_ARRAY}
   * @throws FrameException with reason {@code malformed_json} if it is no such JSON, {@code
   *     bad_number} if a number in it is none, or as the reading says
   */
  public static <T> T read(byte[] body, JsonToken start, Reading<T> reading) throws FrameException {
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != start) {
        throw new FrameException(
            MALFORMED_JSON,
            "the answer is no JSON " + (start == JsonToken.START_ARRAY ? "array" : "object"));
      }
      return reading.read(json);
    } catch (IOException e) {
      throw new FrameException(MALFORMED_JSON, "the answer is no JSON: " + firstLine(e));
    } catch (MalformedDecimalException e) {
      throw new FrameException(BAD_NUMBER, e.getMessage());
    }
  }

  /** What a parser complains of, without the excerpt that follows in further lines. */
  public static String firstLine(IOException problem) {
    return String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
  }
}
