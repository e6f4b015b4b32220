package io.linreg.cli;

import io.linreg.export.ExportFormat;
import io.linreg.model.LinearModel;
import io.linreg.model.LinearModels;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a model that training kept in a format of other programs. */
@Command(
        name = "export",
        description = "Writes a model for other programs: as PMML or ONNX, by the ending of the file's name.",
        sortOptions = false,
        usageHelpAutoWidth = true,
        versionProvider = CommonOptions.class)
final class ExportCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "F.pmml|F.onnx",
            converter = ExportConverter.class,
            description = "what to write")
    private List<Path> files;

    @Option(names = "--model", paramLabel = "M", required = true, description = "a model that training wrote")
    private Path model;

    @Mixin
    private UnseenOption unseen;

    @Mixin
    CommonOptions common;

    @Override
    public Integer call() {
        DistinctFiles outputs = new DistinctFiles().input("the model", model.toString());
        files.forEach(file -> outputs.output("export", file));
        List<LinearModel> fitted = LinearModels.load(model).models();
        for (Path file : files) {
            ExportFormat.of(file).write(fitted, unseen.choice, file);
        }
        return 0;
    }
}
