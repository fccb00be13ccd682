package io.ferry.jira.datacenter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultPageTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<td>Data exported to: <span id=\"backup-file\" ><b>/home/export/f.zip</b></span></td>",
                "<form action='XmlBackup.jspa'><p>Daten exportiert nach</p><span class='x' id='backup-file'><strong>S3</strong> "
                        + "<aui-inline-dialog>File: /x/f.zip <br/></aui-inline-dialog></span></form>",
            })
    void shouldKnowThePageOfAWrittenBackup(String html) {
        assertThat(ResultPage.of(html, "f.zip")).isEqualTo(new ResultPage.Written());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div class=\"aui-message error\"><p>The disk is full &amp; slow.</p></div><form></form>",
                "<div class='aui-message aui-message-error'><span class='icon'></span> The disk is full &amp; slow.</div>",
                "<span class=\"errMsg\">The disk is full &amp; slow.</span>",
                "<div class=\"error\">The disk is full &amp; slow.</div>",
            })
    void shouldTakeTheReasonFromARefusal(String html) {
        assertThat(ResultPage.of(html, "f.zip")).isEqualTo(new ResultPage.Refused("The disk is full & slow."));
    }

    @Test
    void shouldKnowTheQuestionWhetherToReplace() {
        assertThat(ResultPage.of("<input type=submit id=\"replace_submit\">", "f.zip"))
                .isInstanceOf(ResultPage.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<form><input type=\"password\" name=\"webSudoPassword\"><div class=\"error\">wrong</div></form>",
                "<input id=x name='os_password'>"
            })
    void shouldKnowAPageThatAsksForThePassword(String html) {
        assertThat(ResultPage.of(html, "f.zip")).isEqualTo(new ResultPage.SignInFirst());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html><body>Welcome to the dashboard</body></html>",
                "<span id=\"backup-file\"><b>/home/export/another.zip</b></span>",
                "<span id=\"backup-file\">/f.zip</span><div class='error'>but not all of it</div>",
                "<!-- <span id=\"backup-file\">/f.zip</span> -->",
                "<script>var page = '<span id=\"backup-file\">f.zip</span>';</script>",
                "<p>Data exported to: /home/export/f.zip</p>",
                "<div class=\"aui-message warning\">Keep people out meanwhile</div>"
            })
    void shouldTakeNoOtherPageForSuccess(String html) {
        assertThat(ResultPage.of(html, "f.zip")).isEqualTo(new ResultPage.Unknown());
    }

    @Test
    void shouldMaskAddressesInReasons() {
        assertThat(ResultPage.of("<div class='error'>Ask admin@example.com</div>", "f.zip"))
                .isEqualTo(new ResultPage.Refused("Ask (address)"));
    }

    @Test
    void shouldNotSeeWhatIsHiddenByACommentWithoutEnd() {
        assertThat(ResultPage.of("<p>Hello</p><!-- <div class='error'>No</div>", "f.zip"))
                .isEqualTo(new ResultPage.Unknown());
        assertThat(ResultPage.of("<!-- a --><STYLE x>b</STYLE><div class='error'>No</div>", "f.zip"))
                .isEqualTo(new ResultPage.Refused("No"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!--", "<script ", "<a ", "<input ", "<a class='", "<a class='error'>", "<a id = ", "<"})
    void shouldTakeNoLongerForWhatASiteMakesLong(String piece) {
        // given
        String hostile = piece.repeat(4_000_000 / piece.length());

        // then: the square of its length would take hours
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> ResultPage.of(hostile, "f.zip"));
    }
}
