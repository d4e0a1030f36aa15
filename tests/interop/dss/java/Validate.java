import eu.europa.esig.dss.enumerations.SubIndication;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.simplereport.jaxb.XmlTimestamp;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;

/**
 * java Validate FOLDER [REPORTS]: validates the files named on standard input, under the default policy of DSS.
 *
 * A line is: file, tab, "given", "online" or "embedded" (see Development.verifier), and for a detached signature a tab and the signed
 * file. One JSON object per line is the answer. With REPORTS, the detailed reports are written there.
 */
public final class Validate {
  public static void main(String[] arguments) throws IOException {
    Development development = new Development(Path.of(arguments[0]));
    Path reports = arguments.length > 1 ? Path.of(arguments[1]) : null;
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println(JsonUtil.toJson(answer(line.split("\t"), development, reports)));
    }
  }

  private static Map<String, Object> answer(String[] question, Development development, Path reports) throws IOException {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("file", question[0]);
    try {
      Reports made = validate(question, development);
      answer.put("signatures", signatures(made.getSimpleReport()));
      if (reports != null) Files.writeString(reports.resolve(Path.of(question[0]).getFileName() + ".xml"), made.getXmlDetailedReport());
    } catch (RuntimeException error) {
      // A file that DSS does not get as far as judging: also a refusal, which the caller expects or not.
      answer.put("error", error.getClass().getSimpleName() + ": " + error.getMessage());
    }
    return answer;
  }

  private static Reports validate(String[] question, Development development) throws IOException {
    SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(question[0]));
    validator.setCertificateVerifier(development.verifier(question[1]));
    if (question.length > 2) {
      DSSDocument signed = new FileDocument(question[2]);
      validator.setDetachedContents(List.of(signed));
    }
    return validator.validateDocument();
  }

  private static List<Map<String, Object>> signatures(SimpleReport report) {
    List<Map<String, Object>> signatures = new ArrayList<>();
    for (String id : report.getSignatureIdList()) {
      Map<String, Object> signature = new LinkedHashMap<>();
      signature.put("indication", report.getIndication(id).name());
      signature.put("subIndication", nameOf(report.getSubIndication(id)));
      signature.put("level", report.getSignatureFormat(id).toString());
      signature.put("errors", report.getAdESValidationErrors(id).stream().map(message -> message.getKey()).toList());
      signature.put("timestamps", report.getSignatureTimestamps(id).stream().map(Validate::timestamp).toList());
      signatures.add(signature);
    }
    return signatures;
  }

  private static Map<String, Object> timestamp(XmlTimestamp timestamp) {
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("indication", timestamp.getIndication().name());
    found.put("subIndication", nameOf(timestamp.getSubIndication()));
    return found;
  }

  private static String nameOf(SubIndication subIndication) {
    return subIndication == null ? null : subIndication.name();
  }
}
